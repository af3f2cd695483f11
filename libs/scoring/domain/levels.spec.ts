import { describe, expect, it } from '@jest/globals';
import { levelOf, performanceLevels, skillLevels, validLevels } from './levels.ts';

describe('A level table', () => {
  it('reads a proficiency of 78.5 as Advanced and a performance of 87.5 as Good', () => {
    expect(levelOf(78.5, skillLevels)).toBe('Advanced');
    expect(levelOf(87.5, performanceLevels)).toBe('Good');
  });

  it('names both ends, and a boundary by the level that begins there', () => {
    expect([0, 90, 100].map((score) => levelOf(score, skillLevels))).toEqual(['Novice', 'Expert', 'Expert']);
  });

  it.each([
    [[], '/0/from'],
    [[{ name: 'Low', from: 5 }], '/0/from'],
    [
      [
        { name: 'Low', from: 0 },
        { name: 'High', from: 0 },
      ],
      '/1/from',
    ],
    [
      [
        { name: 'Low', from: 0 },
        { name: 'High', from: 101 },
      ],
      '/1/from',
    ],
    [
      [
        { name: 'Low', from: 0 },
        { name: 'Low', from: 50 },
      ],
      '/1/name',
    ],
  ])('is refused with a pointer when it is broken: %j', (table, pointer) => {
    expect(() => validLevels(table)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    );
  });

  it('is accepted as shipped', () => {
    expect(validLevels(skillLevels)).toBe(skillLevels);
    expect(validLevels(performanceLevels)).toBe(performanceLevels);
  });
});
