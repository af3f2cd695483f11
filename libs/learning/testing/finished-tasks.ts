import type { FinishedTask } from '../domain/finished-task.ts';

/** A task of difficulty 7 that was finished two days before it was due, unless said otherwise. */
export function finishedTask(changes: Partial<FinishedTask> = {}): FinishedTask {
  return {
    id: 'task-1',
    key: 'WEB-1',
    title: 'Draw the sitemap',
    projectId: 'project',
    difficulty: 7,
    priority: 'medium',
    requiredSkills: [{ skill_id: 'design', name: 'Design' }],
    dueAt: Temporal.Instant.from('2026-01-07T09:00:00Z'),
    completedAt: Temporal.Instant.from('2026-01-05T09:00:00Z'),
    estimateHours: null,
    actualHours: 0,
    result: {},
    ...changes,
  };
}
