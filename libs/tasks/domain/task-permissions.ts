import { may, type PermissionMeaning } from '#kernel/index';

/** The fields of a task that everyone who sees it may read; cost is apart. */
export const openTaskFields = [
  'title', 'description', 'status', 'priority', 'difficulty', 'required_skills', 'start_date', 'due_date',
  'estimate_hours', 'actual_hours', 'labels', 'custom_fields', 'links', 'assignee_ids', 'milestone_id', 'parent_id',
  'rank', 'result',
]; // prettier-ignore

const attached = ['Comment', 'TimeEntry'];
const keeping = ['create', 'edit', 'delete'];

/** What the permission codes mean for tasks and what hangs on them. */
export const taskPermissions: PermissionMeaning = {
  view_tasks: ({ userId, where }) => [
    may('view', 'Task', where('projectId'), openTaskFields),
    ...attached.map((subject) => may('view', subject, where('projectId'))),
    may('create', 'Comment', where('projectId')),
    may('view', 'Import', where('projectId')),
    may('view', 'View', { ...where('projectId'), isShared: true }),
    ...['view', ...keeping].map((action) =>
      may(action, 'View', { ...where('projectId'), authorId: userId, isShared: false }),
    ),
  ],
  edit_project: ({ where }) => keeping.map((action) => may(action, 'View', { ...where('projectId'), isShared: true })),
  create_tasks: ({ where }) => [may('create', 'Task', where('projectId'))],
  edit_own_tasks: ({ userId, where }) => [
    may('edit', 'Task', { ...where('projectId'), assigneeIds: userId }, openTaskFields),
    may('edit', 'Task', { ...where('projectId'), creatorId: userId }, openTaskFields),
    may('create', 'TimeEntry', where('projectId')),
    ...attached.map((subject) => may('edit', subject, { ...where('projectId'), authorId: userId })),
  ],
  edit_all_tasks: ({ where }) => [
    may('edit', 'Task', where('projectId'), openTaskFields),
    ...attached.map((subject) => may('edit', subject, where('projectId'))),
    may('create', 'TimeEntry', where('projectId')),
  ],
  delete_tasks: ({ where }) => [may('delete', 'Task', where('projectId'))],
  assign_tasks: ({ where }) => [may('assign', 'Task', where('projectId'))],
  view_costs: ({ where }) => [may('view', 'Task', where('projectId'), ['cost'])],
  edit_costs: ({ where }) => [may('edit', 'Task', where('projectId'), ['cost'])],
};
