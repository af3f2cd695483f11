import { describe, expect, it } from '@jest/globals';
import { may, type PermissionMeaning } from '#kernel/index';
import { effectiveCodes, type Grant, type Meaning, rulesOf } from './grants.ts';

const meanings: PermissionMeaning = {
  view_tasks: ({ where }) => [
    may('view', 'Task', where('projectId'), ['title']),
    may('view', 'Comment', where('projectId')),
  ],
  view_costs: ({ where }) => [may('view', 'Task', where('projectId'), ['cost'])],
  edit_own_tasks: ({ userId, where }) => [may('edit', 'Task', { ...where('projectId'), assigneeIds: userId })],
};
const meaning: Meaning = {
  rulesFor: (code, scope) => meanings[code]?.(scope) ?? [],
  hasAttribute: (subject, attribute) => subject === 'Task' && ['status', 'assigneeIds'].includes(attribute),
  isGuarded: (_, field) => field === 'cost',
};

const grant = (given: Partial<Grant>): Grant => ({
  permission: 'view_tasks',
  effect: 'allow',
  scope: { level: 'organization' },
  source: 'a test',
  ...given,
});
const inProject = { level: 'project', projectIds: ['p'] } as const;

describe('The rules of grants', () => {
  it('stand in order of strength: nearer last, and denials last at each level', () => {
    const rules = rulesOf(
      [
        grant({ permission: 'view_costs', scope: { level: 'task', taskIds: ['t'] } }),
        grant({ permission: 'view_costs', effect: 'deny' }),
        grant({ permission: 'view_costs', scope: inProject }),
        grant({ permission: 'view_costs' }),
        grant({ permission: 'view_costs', scope: { level: 'portfolio', projectIds: ['p'] } }),
      ],
      'me',
      meaning,
    );
    expect(rules.map(({ conditions, inverted }) => [inverted ?? false, conditions])).toEqual([
      [false, undefined],
      [true, undefined],
      [false, { projectId: { $in: ['p'] } }],
      [false, { projectId: { $in: ['p'] } }],
      [false, { id: { $in: ['t'] } }],
    ]);
  });

  it('say where they come from', () => {
    expect(rulesOf([grant({ effect: 'deny', permission: 'view_costs' })], 'me', meaning)).toMatchObject([
      { inverted: true, reason: 'view_costs denied by a test' },
    ]);
  });

  it('leave alone what knows nothing of a condition', () => {
    const rules = rulesOf([grant({ conditions: { status: 'done' } })], 'me', meaning);
    expect(rules).toMatchObject([{ subject: 'Task', conditions: { status: 'done' } }]);
  });

  it('never let a condition widen what the permission itself says', () => {
    const conditions = { assigneeIds: 'somebody else' };
    expect(rulesOf([grant({ permission: 'edit_own_tasks', conditions })], 'me', meaning)).toEqual([]);
    const denial = grant({ permission: 'edit_own_tasks', conditions, effect: 'deny' });
    expect(rulesOf([denial], 'me', meaning)).toMatchObject([{ inverted: true, conditions: { assigneeIds: 'me' } }]);
  });

  it('deny the subject as a whole, but costs only where it is about costs', () => {
    const [task, , cost] = rulesOf(
      [grant({ effect: 'deny' }), grant({ effect: 'deny', permission: 'view_costs' })],
      'me',
      meaning,
    );
    expect(task).toMatchObject({ subject: 'Task', inverted: true });
    expect(task).not.toHaveProperty('fields');
    expect(cost).toMatchObject({ fields: ['cost'], inverted: true });
  });

  it('of a task speak of that task only', () => {
    const rules = rulesOf([grant({ scope: { level: 'task', taskIds: ['t'] } })], 'me', meaning);
    expect(rules).toMatchObject([{ subject: 'Task', conditions: { id: { $in: ['t'] } } }]);
  });
});

describe('The codes in force', () => {
  const granted = grant({});
  const denied = grant({ effect: 'deny', scope: inProject });

  it('are those that the nearest decision grants', () => {
    expect(effectiveCodes([granted, denied])).toEqual(new Set(['view_tasks']));
    expect(effectiveCodes([granted, denied], 'other')).toEqual(new Set(['view_tasks']));
    expect(effectiveCodes([granted, denied], 'p')).toEqual(new Set());
    expect(effectiveCodes([grant({ effect: 'deny' }), grant({ scope: inProject })], 'p').size).toBe(1);
  });

  it('survive a denial of a part', () => {
    const partly = grant({ effect: 'deny', scope: inProject, conditions: { status: 'done' } });
    expect(effectiveCodes([granted, partly], 'p').size).toBe(1);
  });

  it('do not count what is granted for single tasks', () => {
    expect(effectiveCodes([grant({ scope: { level: 'task', taskIds: ['t'] } })], 'p').size).toBe(0);
  });
});
