/**
 * Packs every published package, installs the packages into an empty project outside the workspace and runs the README's
 * TypeScript there: type-checked with strict settings and run as ES modules, its first example alone, as the README says by
 * tsx too, bundled, and with compiled code of the runs before, and all blocks as one program.
 * `node scripts/check-pack.mjs`; needs the workspace built and the npm registry for third-party packages.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { packAll } from './pack.mjs';
import { root } from './workspace.mjs';

function sh(program, args, cwd) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed in ${cwd}\n${stdout}\n${stderr}`);
  return stdout;
}

/** The fenced `ts` blocks of the README. */
function readmeBlocks() {
  const blocks = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)];
  if (blocks.length === 0) throw new Error('README.md has no TypeScript example');
  return blocks.map(([, text]) => text);
}

const IMPORT = /^import .*;$/gm;

/** All of them as one program: the later blocks speak of what the first one declares. `titleOf` is the reader's. */
function wholeProgram([first, ...others]) {
  const imports = others.flatMap((text) => text.match(IMPORT) ?? []);
  const bodies = others.map((text) => `{\n${text.replace(IMPORT, '')}}\n`);
  const titleOf = 'const titleOf = async (url: string): Promise<string> => url;\n';
  return [...imports, first, titleOf, ...bodies].join('\n');
}

/** The packages keep compiled code beside their files, none of it is published, and it is used. */
function checkCompiledCode(project, output) {
  const folder = join(project, 'node_modules/@datafusion-ts/sql/dist/node');
  const kept = () => readdirSync(folder).filter((file) => file.endsWith('.cache'));
  if (kept().length !== 1) throw new Error(`compiled code of sql: ${kept().join(', ') || 'none'}`);
  if (sh('node', ['example.js'], project) !== output) throw new Error('compiled code gives another output');
  rmSync(join(folder, kept()[0]));
  if (sh('node', ['--enable-source-maps', 'example.js'], project) !== output) throw new Error('source maps');
  if (kept().length !== 0) throw new Error('compiled code is kept beside source maps');
}

/** Bundlers take the ES modules, also for Node: a bundle is one file that needs nothing else of the packages. */
function checkBundle(project, output) {
  const esbuild = join(root, 'node_modules/.bin/esbuild');
  const flags = [
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--outfile=bundle/example.mjs',
    '--external:parquet-wasm',
  ];
  sh(esbuild, ['example.ts', ...flags], project);
  if (readFileSync(join(project, 'bundle/example.mjs'), 'utf8').includes('requireWithCodeCache'))
    throw new Error('the bundle has the entries for Node');
  if (sh('node', ['bundle/example.mjs'], project) !== output) throw new Error('the bundle gives another output');
}

function main() {
  const project = mkdtempSync(join(tmpdir(), 'datafusion-pack-'));
  try {
    const tarballs = packAll(join(project, 'packs'));
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    sh('npm', ['install', '--no-audit', '--no-fund', ...tarballs, 'typescript@5.9.3', '@types/node@20'], project);
    symlinkSync(join(root, 'examples'), join(project, 'examples'));
    const blocks = readmeBlocks();
    writeFileSync(join(project, 'example.ts'), blocks[0]);
    writeFileSync(join(project, 'whole.ts'), wholeProgram(blocks));
    const strict = {
      strict: true,
      target: 'es2022',
      module: 'nodenext',
      moduleResolution: 'nodenext',
      lib: ['es2023', 'esnext.disposable'],
      skipLibCheck: false,
      types: ['node'],
    };
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: strict, files: ['example.ts', 'whole.ts'] }),
    );
    sh('npx', ['tsc', '-p', '.'], project);
    const output = sh('node', ['example.js'], project);
    console.log(output.trimEnd());
    console.log(sh('node', ['whole.js'], project).slice(output.length).trimEnd());
    writeFileSync(join(project, 'example.mts'), blocks[0]);
    if (sh('npx', ['--yes', 'tsx', 'example.mts'], project) !== output) throw new Error('tsx gives another output');
    checkCompiledCode(project, output);
    checkBundle(project, output);
    console.log(`pack: ${tarballs.length} packages installed, the README's examples run`);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

main();
