import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lateRisk, type OpenTask } from './late-risk.ts';

const track = fc.tuple(fc.nat(50), fc.nat(50)).map(([a, b]) => ({ finished: Math.max(a, b), late: Math.min(a, b) }));
const openTasks: fc.Arbitrary<OpenTask> = fc.record({
  ageDays: fc.nat(40),
  dueInDays: fc.integer({ min: -10, max: 60 }),
  cycleTimes: fc.array(fc.nat(90), { maxLength: 30 }),
  person: track,
  team: track,
  blockers: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
  load: fc.double({ min: 0, max: 3, noNaN: true }),
});

const calm: OpenTask = {
  ageDays: 0,
  dueInDays: 30,
  cycleTimes: new Array<number>(50).fill(5),
  person: { finished: 100, late: 20 },
  team: { finished: 100, late: 20 },
};

describe('The risk that a task is late', () => {
  it('is a probability, never below the floor, and the sum of its contributions', () => {
    fc.assert(
      fc.property(openTasks, (task) => {
        const { probability, floor, contributions } = lateRisk(task);
        expect(probability).toBeGreaterThanOrEqual(floor);
        expect(probability).toBeLessThanOrEqual(1);
        expect(contributions.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(probability, 9);
        expect(contributions.every(({ value }) => value >= 0)).toBe(true);
      }),
    );
  });

  it('never falls when the due date comes nearer, a blocker joins or the load grows', () => {
    fc.assert(
      fc.property(openTasks, (task) => {
        const { probability } = lateRisk(task);
        expect(lateRisk({ ...task, dueInDays: task.dueInDays - 3 }).probability).toBeGreaterThanOrEqual(probability);
        expect(lateRisk({ ...task, blockers: [...task.blockers!, 0.3] }).probability).toBeGreaterThanOrEqual(
          probability - 1e-12,
        );
        expect(lateRisk({ ...task, load: task.load! + 0.5 }).probability).toBeGreaterThanOrEqual(probability - 1e-12);
      }),
    );
  });

  it('is the past late share where nothing else speaks against the task', () => {
    const { probability, floor } = lateRisk(calm);
    expect(probability).toBe(floor);
    expect(floor).toBeCloseTo(0.2, 2);
  });

  it('of an overdue task is 1', () => {
    expect(lateRisk({ ...calm, dueInDays: -1 }).probability).toBe(1);
  });

  it('believes the team while a person has no record', () => {
    expect(lateRisk({ ...calm, person: { finished: 0, late: 0 } }).floor).toBeCloseTo(20.5 / 101);
  });

  it('refuses more late than finished tasks', () => {
    expect(() => lateRisk({ ...calm, person: { finished: 1, late: 2 } })).toThrow(/\/person/);
  });
});
