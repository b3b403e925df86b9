import type { SltEngine, SltEngineFactory, SltOutput, SltRunOptions, SltSessionSetup } from '../../src/engine.js';

/** What a fake engine does with one SQL text. */
export type Reaction = SltOutput | Error | ((options: SltRunOptions) => Promise<SltOutput>);

export const rows = (types: string, ...cells: string[][]): SltOutput => ({
  kind: 'rows',
  types: [...types] as never,
  rows: cells,
});
export const complete = (affected = 0): SltOutput => ({ kind: 'complete', affected });
export const slow = (): Promise<SltOutput> => new Promise(() => undefined);
export const abortable = ({ signal }: SltRunOptions): Promise<SltOutput> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));

/** An engine that reacts to SQL texts by a table; unknown SQL completes. Records what it was asked. */
export class FakeFactory implements SltEngineFactory {
  readonly name = 'fake';
  readonly labels = ['DataFusion', 'datafusion'];
  readonly opened: SltSessionSetup[] = [];
  readonly ran: string[] = [];
  closed = 0;

  constructor(readonly reactions: Readonly<Record<string, Reaction | Reaction[]>> = {}) {}

  open(setup: SltSessionSetup): Promise<SltEngine> {
    this.opened.push(setup);
    return Promise.resolve({
      run: (sql, options) => this.#react(sql, options),
      close: () => {
        this.closed++;
        return Promise.resolve();
      },
    });
  }

  async #react(sql: string, options: SltRunOptions): Promise<SltOutput> {
    this.ran.push(sql);
    const entry = this.reactions[sql];
    const reaction = Array.isArray(entry) ? entry.shift() : entry;
    if (reaction === undefined) return complete();
    if (reaction instanceof Error) throw reaction;
    return typeof reaction === 'function' ? reaction(options) : reaction;
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
