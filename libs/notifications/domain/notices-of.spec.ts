import { describe, expect, it } from '@jest/globals';
import type { Happening, Surroundings } from './notice.ts';
import { noticesOf } from './notices-of.ts';

const task = { id: 't1', key: 'WEB-1', title: 'Sitemap', creatorId: 'cleo', assigneeIds: ['ana'], watcherIds: ['wim'] };
const around: Surroundings = { actorName: 'Ada', projectTitle: 'Website', task };

const happening = (type: string, data: Record<string, unknown>, more: Partial<Happening> = {}): Happening => ({
  type,
  subject_type: 'Task',
  subject_id: 't1',
  actor_id: 'ada',
  project_id: 'p1',
  recipient_id: null,
  data,
  ...more,
});
const told = (event: Happening) => noticesOf(event, around).map(({ recipientId, kind }) => [recipientId, kind]);

describe('Notices', () => {
  it('tell whoever got a task, but not whoever took it on', () => {
    expect(told(happening('task.assigned', { added: ['ana', 'ada'] }))).toEqual([['ana', 'task_assigned']]);
  });

  it('tell creator, assignees and watchers of a finished task, each once and not the one who finished it', () => {
    const all = told(happening('task.completed', {}, { actor_id: 'ana' }));
    expect(all).toEqual([
      ['cleo', 'task_completed'],
      ['wim', 'task_completed'],
    ]);
  });

  it('tell watchers of a new status, unless it means that the task is done', () => {
    expect(told(happening('task.status_changed', { from: 'todo', to: 'review', to_category: 'review' }))).toEqual([
      ['wim', 'status_changed'],
    ]);
    expect(told(happening('task.status_changed', { from: 'todo', to: 'done', to_category: 'done' }))).toEqual([]);
  });

  it('tell the mentioned of the mention only, and the others of the comment', () => {
    const comment = { excerpt: 'Look', mention_ids: ['wim', 'max', 'ada'] };
    expect(told(happening('comment.created', comment, { subject_type: 'Comment', subject_id: 'c1' }))).toEqual([
      ['wim', 'mention'],
      ['max', 'mention'],
      ['ana', 'comment'],
      ['cleo', 'comment'],
    ]);
  });

  it('tell people of their own performance and skills, also when they caused the change', () => {
    const own = { actor_id: 'ana', recipient_id: 'ana' };
    const [notice] = noticesOf(
      happening('performance.updated', { before: 84, after: 87.5, level: 'Good' }, own),
      around,
    );
    expect(notice).toMatchObject({
      recipientId: 'ana',
      kind: 'performance_update',
      title: 'Your performance: 87.5 (Good)',
      message: 'It went from 84.0 to 87.5.',
    });
    expect(told(happening('skill.improved', { name: 'Go', before: 77, after: 78.5 }, own))).toEqual([
      ['ana', 'skill_improved'],
    ]);
  });

  it('stay silent about a task that is gone and about what nobody needs to hear', () => {
    expect(noticesOf(happening('task.assigned', { added: ['ana'] }), { ...around, task: null })).toEqual([]);
    expect(told(happening('task.moved', {}))).toEqual([]);
  });
});
