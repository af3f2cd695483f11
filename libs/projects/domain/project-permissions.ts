import { may, type PermissionMeaning } from '#kernel/index';

/** What the permission codes mean for projects and what hangs on them. */
export const projectPermissions: PermissionMeaning = {
  create_projects: ({ where }) =>
    Object.keys(where('id')).length > 0
      ? []
      : ['create', 'edit', 'delete'].map((action) => may(action, 'Portfolio')).concat(may('create', 'Project')),
  view_project: ({ where }) => [
    may('view', 'Project', where('id')),
    may('view', 'Milestone', where('projectId')),
    ...(Object.keys(where('id')).length > 0 ? [] : [may('view', 'Portfolio')]),
  ],
  edit_project: ({ where }) => [
    may('edit', 'Project', where('id')),
    ...['create', 'edit', 'delete'].map((action) => may(action, 'Milestone', where('projectId'))),
  ],
  delete_project: ({ where }) => [may('delete', 'Project', where('id'))],
  export_data: ({ where }) => [may('export', 'Project', where('id'))],
  view_analytics: ({ where }) => [may('analyze', 'Project', where('id'))],
};
