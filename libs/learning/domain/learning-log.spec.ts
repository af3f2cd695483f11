import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FixedPolicies } from '../testing/fixed-policies.ts';
import { finishedTask } from '../testing/finished-tasks.ts';
import { InMemoryLearners } from '../testing/in-memory-learners.ts';
import type { FinishedTask } from './finished-task.ts';
import { type LearningLog, replayed, without } from './learning-log.ts';

const history = fc.array(
  fc.record({
    difficulty: fc.integer({ min: 1, max: 10 }),
    lateDays: fc.integer({ min: -5, max: 20 }),
    skills: fc.subarray(['design', 'code', 'text'], { minLength: 1 }),
    review: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 12 },
);

async function lived(tasks: readonly FinishedTask[]): Promise<LearningLog> {
  const policies = await new FixedPolicies().current();
  const learners = new InMemoryLearners().add('ana', { design: 60, code: 20 });
  for (const task of tasks) {
    const [ana] = await learners.get(['ana'], { taskId: task.id });
    await learners.save([ana!.learnFrom(task, policies)]);
  }
  return learners.logOf('ana');
}

const numbers = ({ skills, performance }: LearningLog) => ({
  skills: skills.map(({ skillId, taskId, before, after }) => ({ skillId, taskId, before, after })),
  performance: performance.map(({ taskId, before, after }) => ({ taskId, before, after })),
});

const tasksOf = (drawn: { difficulty: number; lateDays: number; skills: string[]; review?: number }[]) =>
  drawn.map(({ difficulty, lateDays, skills, review }, index) =>
    finishedTask({
      id: `task-${index}`,
      difficulty,
      dueAt: Temporal.Instant.from('2026-01-05T09:00:00Z').subtract({ hours: 24 * lateDays }),
      requiredSkills: skills.map((skill) => ({ skill_id: skill, name: skill })),
      result: review === undefined ? {} : { review },
    }),
  );

describe('A learning log', () => {
  it('gives the same numbers when it is walked again', () =>
    fc.assert(
      fc.asyncProperty(history, async (drawn) => {
        const log = await lived(tasksOf(drawn));
        const again = replayed(log, await new FixedPolicies().current());
        expect(numbers(again.log)).toEqual(numbers(log));
        expect(again.standing.score).toBe(log.performance.at(-1)?.after);
      }),
      { numRuns: 60 },
    ));

  it('reads as if a task had never been finished once it is taken out', () =>
    fc.assert(
      fc.asyncProperty(history, fc.nat(), async (drawn, pick) => {
        const tasks = tasksOf(drawn);
        const gone = tasks[pick % tasks.length]!.id;
        const policies = await new FixedPolicies().current();
        const taken = replayed(without(gone, await lived(tasks)), policies);
        const never = await lived(tasks.filter(({ id }) => id !== gone));
        expect(numbers(taken.log)).toEqual(numbers(never));
      }),
      { numRuns: 60 },
    ));
});
