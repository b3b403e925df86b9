import { NotImplementedError } from '@datafusion-ts/common';

/** SQL that node-sql-parser read, but that is not said again in our tree. `construct` names what is in the way. */
export class RefusedConstruct extends NotImplementedError {
  readonly construct: string;

  constructor(construct: string) {
    super(`node-sql-parser front end: ${construct}`);
    this.construct = construct;
  }
}

/** Refuses a statement for a construct in it. */
export function refuse(construct: string): never {
  throw new RefusedConstruct(construct);
}
