import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  defaultPerformancePolicy,
  liveScores,
  noPerformance,
  replay,
  updatePerformance,
  validPerformancePolicy,
} from './performance.ts';
import { taskScore } from './task-score.ts';

const value = fc.integer({ min: 0, max: 100 });
const entry = fc.record({
  id: fc.string({ minLength: 1, maxLength: 3 }),
  at: fc.integer({ min: 0, max: 50 }),
  components: fc.record({ completion: value, timing: value, quality: value }, { requiredKeys: ['completion'] }),
});
const log = fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 30 });

describe('Performance', () => {
  it('goes from 84.0 to 87.5, "Good", with a task score of 98', () => {
    const change = updatePerformance({ score: 84, count: 12 }, 98);
    expect(change).toMatchObject({ before: 84, score: 87.5, change: 3.5, count: 13, level: 'Good' });
  });

  it('does not jump while few tasks stand behind it', () => {
    expect(updatePerformance(noPerformance(), 100).score).toBe(77.5);
    expect(updatePerformance(noPerformance(), 0).score).toBe(52.5);
  });

  it('is rebuilt from its log to the number that live updates gave, whatever the order and however often', () => {
    fc.assert(
      fc.property(log, (entries) => {
        const ordered = entries.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
        const live = ordered.reduce(
          (state, { components }) => updatePerformance(state, taskScore(components).score),
          noPerformance(),
        );
        const rebuilt = replay([...entries, ...entries.toReversed()]);
        expect(rebuilt).toMatchObject({ score: live.score, count: live.count });
      }),
    );
  });

  it('stays in 0–100 and is the sum of what its start and its tasks contribute', () => {
    fc.assert(
      fc.property(log, (entries) => {
        const { score, start, tasks } = replay(entries);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        const told = tasks.reduce((sum, { contribution }) => sum + contribution, start.contribution);
        expect(told).toBeCloseTo(score, 2);
      }),
    );
  });

  it('never falls when a task score rises', () => {
    fc.assert(
      fc.property(value, value, value, (state, a, b) => {
        const after = (score: number) => updatePerformance({ score: state, count: 3 }, score).score;
        expect(after(Math.max(a, b))).toBeGreaterThanOrEqual(after(Math.min(a, b)));
      }),
    );
  });

  it('follows each of the five parts by itself', () => {
    const scores = liveScores([
      { id: 'a', at: 1, components: { completion: 100, quality: 90 } },
      { id: 'b', at: 2, components: { completion: 100 } },
    ]);
    expect(scores).toMatchObject({
      completion: { score: 83.125, count: 2 },
      quality: { score: 75, count: 1 },
      help: { score: 70, count: 0 },
    });
  });

  it('takes a policy as JSON and names the number that is wrong', () => {
    expect(validPerformancePolicy(defaultPerformancePolicy)).toBe(defaultPerformancePolicy);
    expect(() => validPerformancePolicy({ ...defaultPerformancePolicy, alpha: 2 })).toThrow('/alpha');
    const levels = [{ name: 'Low', from: 1 }];
    expect(() => validPerformancePolicy({ ...defaultPerformancePolicy, levels })).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/levels/0/from' })] }),
    );
  });
});
