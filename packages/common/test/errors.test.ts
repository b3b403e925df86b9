import { ArrowError, DataFusionError, PlanError, ResourcesExhaustedError } from '@datafusion-ts/common';

describe('context', () => {
  it('describes what was being done and keeps the class of the error', () => {
    const cause = new Error('disk');
    const error = new PlanError('no such table', { cause }).context('reading the view').context('planning');
    expect(error).toBeInstanceOf(PlanError);
    expect(error).toBeInstanceOf(DataFusionError);
    expect(error.name).toBe('PlanError');
    expect(error.cause).toBe(cause);
    expect(error.toString()).toBe(
      'planning\ncaused by\nreading the view\ncaused by\nError during planning: no such table',
    );
    expect(new ResourcesExhaustedError('full').context('sorting')).toBeInstanceOf(ResourcesExhaustedError);
  });

  it('keeps what a class has besides', () => {
    const error = new ArrowError('Cast error', 'not a number').context('reading');
    expect(error).toBeInstanceOf(ArrowError);
    expect((error as ArrowError).kind).toBe('Cast error');
  });
});
