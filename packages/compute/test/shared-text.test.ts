import { DataTypes, ResourcesExhaustedError, ScalarValue } from '@datafusion-ts/common';
import { Arena, columnToHost, constantVector, copyVector, flatten } from '@datafusion-ts/compute';

/** Rows may share one text: together they are longer than the memory that addresses reach, and than 32 bits count. */
it('refuses to give every row its own copy of a text when all together are too long', () => {
  const arena = new Arena();
  try {
    const text = new ScalarValue(DataTypes.Utf8, 'a'.repeat(1_000_000));
    const shared = flatten(constantVector(text, 5000), arena);
    expect(() => copyVector(shared, arena)).toThrow(ResourcesExhaustedError);
  } finally {
    arena.release();
  }
});

it('refuses to hand out a column of more text than its offsets reach', () => {
  const arena = new Arena();
  try {
    const text = new ScalarValue(DataTypes.Utf8, 'a'.repeat(1_000_000));
    const shared = flatten(constantVector(text, 5000), arena);
    expect(() => columnToHost(shared, arena)).toThrow(ResourcesExhaustedError);
  } finally {
    arena.release();
  }
});
