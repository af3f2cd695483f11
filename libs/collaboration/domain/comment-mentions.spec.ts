import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excerptOf, mentionsIn } from './comment-mentions.ts';

const lin = '01a1fcb6-0874-717d-996d-8f49ce5cb58c';

describe('Mentions', () => {
  it('are found by user id and by address, each once', () => {
    const text = `@[Lin Wu](${lin}) and @ana@example.org, please ask @Ana@example.org. Or @[Lin](${lin.toUpperCase()})!`;
    expect(mentionsIn(text)).toEqual({ userIds: [lin], emails: ['ana@example.org'] });
  });

  it('are not made of code, plain addresses and bare names', () => {
    const text = 'write to ana@example.org, @ana, `@bo@example.org`\n```\n@cy@example.org\n```\n@[x](nobody)';
    expect(mentionsIn(text)).toEqual({ userIds: [], emails: [] });
  });

  it('shorten a text without cutting characters in two', () => {
    expect(excerptOf(`Dear @[Lin Wu](${lin}),\n\n  look`)).toBe('Dear @Lin Wu, look');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 2, max: 50 }), (text, length) => {
        const excerpt = excerptOf(text, length);
        expect([...excerpt].length).toBeLessThanOrEqual(length);
        expect(excerpt.isWellFormed()).toBe(true);
      }),
    );
  });

  it('take no time over hostile texts', () => {
    const started = performance.now();
    mentionsIn('@['.repeat(20_000));
    mentionsIn('@a.'.repeat(16_000));
    mentionsIn('`'.repeat(50_000));
    mentionsIn(`@${'a-'.repeat(25_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
