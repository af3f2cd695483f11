import { type GrantScope, may, type PermissionMeaning, type Rule } from '#kernel/index';

const manage = (subject: string) => ['view', 'create', 'edit', 'delete'].map((action) => may(action, subject));

/** What belongs to the organization is not touched by a decision about one project. */
const everywhere =
  (...rules: Rule[]) =>
  ({ where }: GrantScope): Rule[] =>
    Object.keys(where('projectId')).length > 0 ? [] : rules;

/** What colleagues see of each other; the address is for those who manage members. */
export const openMemberFields = ['name', 'role_id', 'status', 'weekly_hours', 'time_zone'];

/** What the permission codes mean for organizations, their people, roles and the audit log. */
export const accessPermissions: PermissionMeaning = {
  view_project: (scope) => [
    may('view', 'ProjectMember', scope.where('projectId')),
    ...everywhere(may('view', 'Organization'), may('view', 'Member', {}, openMemberFields))(scope),
  ],
  manage_team: ({ where }) => [
    ...['view', 'create', 'edit', 'delete'].map((action) => may(action, 'ProjectMember', where('projectId'))),
    may('view', 'PermissionOverride', where('projectId')),
    may('view', 'Role', { projectId: null }),
    may('view', 'Role', where('projectId')),
  ],
  manage_roles: ({ where }) => [
    may('view', 'Role', { projectId: null }),
    ...['view', 'create', 'edit', 'delete'].map((action) => may(action, 'Role', where('projectId'))),
  ],
  manage_members: everywhere(
    ...['Member', 'Invitation', 'PermissionOverride'].flatMap(manage),
    may('view', 'Organization'),
    may('view', 'Role'),
  ),
  view_audit: ({ where }) => [may('view', 'AuditEntry', where('projectId'))],
  export_data: ({ where }) => [may('export', 'AuditEntry', where('projectId'))],
  manage_organization: everywhere(may('view', 'Organization'), may('edit', 'Organization')),
};
