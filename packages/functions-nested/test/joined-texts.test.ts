import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { JoinedTexts } from '../src/support/joined-texts.js';

describe('joined texts', () => {
  it('takes texts up to the limit, separators counted', () => {
    const texts = new JoinedTexts(', ', 8);
    for (const text of ['ab', '', 'cd']) texts.push(text);
    expect(texts.joined()).toBe('ab, , cd');
  });

  it('refuses what is longer', () => {
    const texts = new JoinedTexts(', ', 7);
    for (const text of ['ab', '']) texts.push(text);
    expect(() => texts.push('cd')).toThrow(ResourcesExhaustedError);
  });
});
