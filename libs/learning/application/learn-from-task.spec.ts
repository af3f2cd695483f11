import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#kernel/index';
import { FixedPolicies } from '../testing/fixed-policies.ts';
import { finishedTask } from '../testing/finished-tasks.ts';
import { InMemoryLearners } from '../testing/in-memory-learners.ts';
import { LearnFromTask } from './learn-from-task.ts';

const taskEvent = (type: string, assignees: string[]): DomainEvent => ({
  type,
  subject: { type: 'Task', id: 'task-1' },
  data: { key: 'WEB-1', title: 'Draw the sitemap', assignee_ids: assignees, completed_by: 'ben' },
});

describe('Learning from a task', () => {
  let learners: InMemoryLearners;
  let learn: LearnFromTask;

  beforeEach(() => {
    learners = new InMemoryLearners().add('ana', { design: 70 }).add('ben', { design: 30 });
    learners.tasks.set('task-1', finishedTask());
    learn = new LearnFromTask(learners, new FixedPolicies());
  });

  it('adds 1.5 points to a skill at the level of the task, moves the performance and tells both', async () => {
    await learn.whenCompleted(taskEvent('task.completed', ['ana']));
    expect(learners.proficiency('ana', 'design')).toBe(71.5);
    expect(learners.score('ana')).toBe(77.5);
    expect(learners.score('ben')).toBeNull();
    expect(learners.events).toMatchObject([
      { type: 'skill.improved', recipientId: 'ana', data: { name: 'Design', before: 70, after: 71.5 } },
      { type: 'performance.updated', recipientId: 'ana', data: { before: 70, after: 77.5, level: 'Good' } },
    ]);
  });

  it('counts nothing twice', async () => {
    await learn.whenCompleted(taskEvent('task.completed', ['ana']));
    await learn.whenCompleted(taskEvent('task.completed', ['ana']));
    expect(learners.proficiency('ana', 'design')).toBe(71.5);
    expect(learners.events).toHaveLength(2);
  });

  it('is for whoever finished it where nobody was assigned, and for every assignee where several were', async () => {
    await learn.whenCompleted(taskEvent('task.completed', []));
    expect(learners.score('ben')).toBe(77.5);
    await learn.whenCompleted(taskEvent('task.completed', ['ana', 'ben']));
    expect(learners.score('ana')).toBe(77.5);
    expect(learners.score('ben')).toBe(77.5);
  });

  it('gives somebody without the skill a first step, and takes it away when the task is reopened', async () => {
    learners.add('cid');
    await learn.whenCompleted(taskEvent('task.completed', ['cid']));
    expect(learners.proficiency('cid', 'design')).toBeGreaterThan(0);
    await learn.whenReopened(taskEvent('task.reopened', ['cid']));
    expect(learners.proficiency('cid', 'design')).toBeUndefined();
    expect(learners.events.at(-1)).toMatchObject({ data: { cause: 'task_reopened', before: 77.5, after: 70 } });
  });

  it('counts again once a reopened task is finished anew', async () => {
    await learn.whenCompleted(taskEvent('task.completed', ['ana']));
    await learn.whenReopened(taskEvent('task.reopened', ['ana']));
    expect(learners.proficiency('ana', 'design')).toBe(70);
    await learn.whenCompleted(taskEvent('task.completed', ['ana']));
    expect(learners.proficiency('ana', 'design')).toBe(71.5);
  });
});
