import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultAssignmentPolicy } from '#assignment/index';
import { candidate, webTask } from '../testing/in-memory-assignment.ts';
import { pressure, suggestionsFor } from './task-suggestion.ts';

const now = Temporal.Instant.from('2026-01-05T09:00:00Z');
const dueIn = (hours: number) => now.add({ hours });

describe('A task suggestion', () => {
  it('has a score from 0 to 100', () =>
    fc.assert(
      fc.property(fc.nat(4), fc.option(fc.integer({ min: -500, max: 5000 })), fc.nat(100), (priority, due, skill) => {
        const needs = [{ skill_id: 'design', name: 'Design', level: 0, mandatory: false }];
        const task = webTask(1, { requiredSkills: needs });
        Object.assign(task, { priority, dueAt: due === null ? null : dueIn(due) });
        const ana = candidate('ana', { design: skill });
        for (const { score } of suggestionsFor(ana, [task], defaultAssignmentPolicy, now)) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
      }),
    ));

  it('presses more the nearer it is due and the higher its priority', () => {
    expect(pressure({ priority: 0, dueAt: null }, now)).toBe(0);
    expect(pressure({ priority: 4, dueAt: null }, now)).toBe(0.5);
    expect(pressure({ priority: 0, dueAt: dueIn(7 * 24) }, now)).toBe(0.25);
    expect(pressure({ priority: 4, dueAt: dueIn(-1) }, now)).toBe(1);
  });

  it('leaves out what the person cannot take on', () => {
    const busy = candidate('ana', {}, { hoursInHand: 40 });
    expect(suggestionsFor(busy, [webTask(1)], defaultAssignmentPolicy, now)).toEqual([]);
  });
});
