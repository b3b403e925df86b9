import { Column, Diagnostic, fieldNotFound } from '@datafusion-ts/common';

describe('diagnostics', () => {
  it('point at the place an error names and collect hints', () => {
    const span = { start: { line: 1, column: 8 }, end: { line: 1, column: 9 } };
    const plain = Diagnostic.fromError(fieldNotFound(new Column(undefined, 'x', span), []));
    const helped = plain.addHelp('select a column of t').addNote('t is here', span);
    expect(helped).toMatchObject({
      kind: 'Error',
      message: 'No field named x.',
      span,
      helps: [{ message: 'select a column of t' }],
      notes: [{ span }],
    });
    expect(plain.helps).toEqual([]);
  });
});
