import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '#kernel/testing/fixed-clock';
import { FixedPolicies } from '#learning/testing/fixed-policies';
import { candidate, InMemoryCandidates, InMemoryNextTasks, webTask } from '../testing/in-memory-assignment.ts';
import { QueueNextTask } from './queue-next-task.ts';

const design = { skill_id: 'design', name: 'Design', level: 0, mandatory: true };
const completed = (assignees: string[]) => ({
  type: 'task.completed',
  subject: { type: 'Task', id: 'task-0' },
  data: { assignee_ids: assignees, completed_by: 'ana' },
});

function queueing(waiting: InMemoryNextTasks, ...people: ReturnType<typeof candidate>[]) {
  return new QueueNextTask(waiting, new InMemoryCandidates(people), new FixedPolicies(), new FixedClock());
}

describe('The next task', () => {
  it('is the best of those that the person is eligible for, and is told to them', async () => {
    const waiting = new InMemoryNextTasks([
      webTask(1, { requiredSkills: [{ ...design, skill_id: 'flying' }], priority: 'critical' }),
      webTask(2, { requiredSkills: [design], priority: 'low' }),
      webTask(3, { requiredSkills: [design], priority: 'urgent' }),
    ]);
    await queueing(waiting, candidate('ana', { design: 70 })).whenCompleted(completed([]));
    expect(waiting.queued.get('ana')).toMatchObject({ taskId: 'task-3', afterTaskId: 'task-0' });
    expect(waiting.events).toMatchObject([
      { type: 'task.queued', recipientId: 'ana', subject: { id: 'task-3' }, data: { after_task_id: 'task-0' } },
    ]);
  });

  it('is queued once for the same finished task', async () => {
    const waiting = new InMemoryNextTasks([webTask(1)]);
    const queue = queueing(waiting, candidate('ana'));
    expect(await queue.queueFor('ana', 'task-0')).toBe('task-1');
    await queue.whenCompleted(completed(['ana']));
    expect(waiting.events).toHaveLength(1);
  });

  it('is never the same for two people', async () => {
    const waiting = new InMemoryNextTasks([webTask(1, { priority: 'high' }), webTask(2)]);
    await queueing(waiting, candidate('ana'), candidate('ben')).whenCompleted(completed(['ben', 'ana']));
    expect([...waiting.queued].map(([user, { taskId }]) => [user, taskId])).toEqual([
      ['ana', 'task-1'],
      ['ben', 'task-2'],
    ]);
  });

  it('is none when nothing waits; what was queued before goes', async () => {
    const waiting = new InMemoryNextTasks([]);
    waiting.queued.set('ana', { taskId: 'task-9', afterTaskId: 'task-8' });
    await queueing(waiting, candidate('ana')).whenCompleted(completed(['ana']));
    expect(waiting.queued.size).toBe(0);
    expect(waiting.events).toEqual([]);
  });
});
