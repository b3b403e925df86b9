import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { constantResult } from '../utils/rows.js';

/** Version of DataFusion that this engine mirrors. */
const VERSION = '54.1.0';

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };
const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'macos', win32: 'windows' };

/** `version()`: name, version and platform of the engine, as DataFusion words it. */
export const version: ScalarUDF = {
  name: 'version',
  signature: Signature.nullary('Immutable'),
  returnType: () => DataTypes.Utf8,
  invoke: (call) => constantResult(call, ScalarValue.utf8(versionText())),
  documentation: doc(
    Sections.other,
    'Gives the version of the engine.',
    'version()',
    "SELECT split_part(version(), ',', 1)",
  ),
};

/** Browsers have no `process`. */
function versionText(): string {
  const { arch, platform } = typeof process === 'undefined' ? { arch: 'wasm32', platform: 'unknown' } : process;
  return `Apache DataFusion ${VERSION}, ${ARCHITECTURES[arch] ?? arch} on ${SYSTEMS[platform] ?? platform}`;
}
