/** What the function reference says about a function. */
export interface Documentation {
  readonly section: string;
  readonly description: string;
  readonly syntax: string;
  readonly sqlExample?: string;
  readonly args?: readonly { readonly name: string; readonly description: string }[];
  readonly related?: readonly string[];
}
