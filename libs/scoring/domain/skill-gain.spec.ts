import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SkillUse, skillGain } from './skill-gain.ts';
import { defaultSkillPolicy, validSkillPolicy } from './skill-policy.ts';

const adaptive = { ...defaultSkillPolicy, mode: 'adaptive' as const };
const policy = fc.constantFrom(defaultSkillPolicy, adaptive);
const use = fc.record({
  proficiency: fc.double({ min: 0, max: 100, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 10, noNaN: true }),
  priority: fc.constantFrom('low', 'medium', 'high', 'urgent', 'critical'),
  lateness: fc.double({ min: -30, max: 365, noNaN: true }),
  outcome: fc.double({ min: 0, max: 1, noNaN: true }),
}) satisfies fc.Arbitrary<SkillUse>;

/** Allows for four-decimal rounding at both ends. */
const rounding = 1.01e-4;

describe('The gain of a skill', () => {
  it.each([
    [77, 8],
    [50, 5],
    [84, 8],
    [10, 1],
    [0, 1],
  ])('is +1.5 for an on-time task at the person’s level (proficiency %d, difficulty %d)', (proficiency, difficulty) => {
    expect(skillGain({ proficiency, difficulty }).gain).toBe(1.5);
  });

  it('turns 77 into 78.5 and says why', () => {
    const { from, to, factors } = skillGain({ proficiency: 77, difficulty: 8, priority: 'high', lateness: -1 });
    expect([from, to]).toEqual([77, 78.5]);
    expect(factors.map(({ name, value }) => [name, value])).toEqual([
      ['base', 1.5],
      ['difficulty', 1],
      ['priority', 1],
      ['lateness', 1],
      ['outcome', 1],
      ['headroom', 1],
    ]);
  });

  it('is more for harder work, less for easier, for late and for badly done work', () => {
    const gain = (change: Partial<SkillUse>) => skillGain({ proficiency: 60, difficulty: 6, ...change }).gain;
    expect(gain({ difficulty: 9 })).toBeGreaterThan(1.5);
    expect(gain({ difficulty: 3 })).toBeLessThan(1.5);
    expect(gain({ lateness: 1 })).toBeLessThan(1.5);
    expect(gain({ outcome: 0.5 })).toBe(0.75);
    expect(gain({ priority: 'critical' })).toBeCloseTo(1.8, 10);
  });

  it('shrinks near 100 and ends there', () => {
    expect(skillGain({ proficiency: 95, difficulty: 10 }).gain).toBe(0.75);
    expect(skillGain({ proficiency: 100, difficulty: 10 }).gain).toBe(0);
  });

  it('is exactly +1.5 at par in adaptive mode, and can be a loss', () => {
    expect(skillGain({ proficiency: 60, difficulty: 6 }, adaptive).gain).toBe(1.5);
    expect(skillGain({ proficiency: 90, difficulty: 2, outcome: 0 }, adaptive).gain).toBeLessThan(-2.9);
  });

  it('never leaves 0–100, and its factors account for it', () => {
    fc.assert(
      fc.property(use, policy, (task, rules) => {
        const { from, to, gain, factors } = skillGain(task, rules);
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(100);
        expect(from + gain).toBeCloseTo(to, 3);
        const [k = 0, outcome = 0, expected = 0] = factors.map(({ value }) => value);
        const told =
          rules.mode === 'fixed'
            ? factors.reduce((product, { value }) => product * value, 1)
            : k * (outcome - expected);
        expect(to).toBeCloseTo(Math.min(100, Math.max(0, from + told)), 3);
      }),
    );
  });

  it.each([
    ['difficulty', 'proficiency', 1],
    ['difficulty', 'difficulty', 1],
    ['outcome', 'outcome', 1],
    ['timeliness', 'lateness', -1],
  ] as const)('never falls in what remains as %s grows (%s)', (_name, field, direction) => {
    fc.assert(
      fc.property(use, use, policy, (task, other, rules) => {
        const [low, high] = [task[field], other[field]].sort((a, b) => direction * (a - b));
        const after = (value: number | undefined) => skillGain({ ...task, [field]: value }, rules).to;
        expect(after(high)).toBeGreaterThanOrEqual(after(low) - rounding);
      }),
    );
  });

  it('never grows as proficiency grows', () => {
    fc.assert(
      fc.property(use, use, policy, (task, other, rules) => {
        const low = Math.min(task.proficiency, other.proficiency);
        const high = Math.max(task.proficiency, other.proficiency);
        // A loss is cut off at 0, so only gains are compared.
        const gain = (proficiency: number) => Math.max(0, skillGain({ ...task, proficiency }, rules).gain);
        expect(gain(high)).toBeLessThanOrEqual(gain(low) + rounding);
      }),
    );
  });

  it.each([
    [{ proficiency: 101, difficulty: 5 }, '/proficiency'],
    [{ proficiency: NaN, difficulty: 5 }, '/proficiency'],
    [{ proficiency: 50, difficulty: 0 }, '/difficulty'],
    [{ proficiency: 50, difficulty: 5, outcome: 2 }, '/outcome'],
    [{ proficiency: 50, difficulty: 5, lateness: NaN }, '/lateness'],
  ])('refuses %j with a pointer', (bad, pointer) => {
    expect(() => skillGain(bad)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }));
  });

  it('takes a policy as JSON and names the number that is wrong', () => {
    expect(validSkillPolicy(defaultSkillPolicy)).toBe(defaultSkillPolicy);
    const broken = { ...defaultSkillPolicy, priority: { ...defaultSkillPolicy.priority, high: -1 } };
    expect(() => validSkillPolicy(broken)).toThrow('/priority/high must be a number from 0 to 10, not -1.');
  });
});
