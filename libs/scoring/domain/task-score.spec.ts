import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Components, componentsOf, parts, taskScore } from './task-score.ts';

const value = fc.double({ min: 0, max: 100, noNaN: true });
const components = fc
  .record(
    { completion: value, timing: value, quality: value, help: value, technical: value },
    { requiredKeys: ['completion'] },
  )
  .map((measured): Components => measured);

describe('The score of a task', () => {
  it('weighs all five parts', () => {
    expect(taskScore({ completion: 100, timing: 80, quality: 90, help: 50, technical: 70 }).score).toBe(84.5);
  });

  it('gives the weights of missing parts to the measured ones', () => {
    const { score, contributions } = taskScore({ completion: 100, timing: 45 });
    expect(score).toBe(75);
    expect(contributions.map(({ weight }) => weight)).toEqual([30 / 55, 25 / 55]);
  });

  it('is in 0–100 and the sum of its contributions', () => {
    fc.assert(
      fc.property(components, (measured) => {
        const { score, contributions } = taskScore(measured);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(contributions.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 3);
      }),
    );
  });

  it('never falls when a part rises', () => {
    fc.assert(
      fc.property(components, fc.constantFrom(...parts), value, (measured, part, raised) => {
        const before = measured[part];
        if (before === undefined) return;
        const after = { ...measured, [part]: Math.max(before, raised) };
        expect(taskScore(after).score).toBeGreaterThanOrEqual(taskScore(measured).score);
      }),
    );
  });

  it('refuses a part out of range, and a task of which nothing was measured', () => {
    expect(() => taskScore({ timing: 101 })).toThrow('/timing must be a number from 0 to 100, not 101.');
    expect(() => taskScore({})).toThrow('at least one measured part');
  });
});

describe('The parts of a finished task', () => {
  it('leave out what is unknown', () => {
    expect(componentsOf({})).toEqual({ completion: 100 });
  });

  it('come from lateness, hours, answers, review, help and rating', () => {
    const facts = {
      lateness: 7,
      expectedHours: 8,
      actualHours: 8,
      correct: 9,
      total: 10,
      review: 80,
      help: 60,
      technical: 75,
    };
    expect(componentsOf(facts)).toEqual({ completion: 100, timing: 75, quality: 85, help: 60, technical: 75 });
  });

  it('never reward being slower than expected, nor punish being faster', () => {
    const timing = (actualHours: number) => componentsOf({ expectedHours: 8, actualHours }).timing;
    expect([0, 4, 8, 16].map(timing)).toEqual([100, 100, 100, 50]);
  });

  it('cannot hold more right answers than questions', () => {
    expect(() => componentsOf({ correct: 11, total: 10 })).toThrow('/correct must be a number from 0 to 10, not 11.');
  });
});
