/** True for what a class itself made: what a subclass does may differ in anything. */
export const isExactly = <T extends object>(value: object, type: { readonly prototype: T }): value is T =>
  Object.getPrototypeOf(value) === type.prototype;
