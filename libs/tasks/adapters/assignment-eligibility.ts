import { type RawBuilder, sql } from 'kysely';

const works = 'edit_own_tasks';
const needed = sql`array['edit_own_tasks', 'view_tasks']`;

/** A role holds the permission as a bare code or as an entry with conditions; an entry may also deny it. */
const grantsWork = (role: string) =>
  sql<boolean>`coalesce(jsonb_path_exists(${sql.ref(`${role}.permissions`)},
    ${sql.lit(`$[*] ? ((@ == "${works}" || @.permission == "${works}") && !(@.effect == "deny"))`)}), false)`;

/**
 * Whether member `m` may work on the tasks of a project: by their role or their role in the project, unless an
 * unconditional denial for the organization, the portfolio or the project stands against it.
 */
export function mayWorkOn(projectId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`m.status = 'active' and (
    exists (select from roles r where r.organization_id = m.organization_id and r.id = m.role_id and ${grantsWork('r')})
    or exists (select from project_members pm
      join roles pr on pr.organization_id = pm.organization_id and pr.id = pm.role_id
      where pm.organization_id = m.organization_id and pm.user_id = m.user_id and pm.project_id = ${projectId}
        and ${grantsWork('pr')}))
    and not exists (select from permission_overrides o
      where o.organization_id = m.organization_id and o.user_id = m.user_id and o.effect = 'deny'
        and o.permission = any(${needed}) and o.conditions is null and o.fields is null
        and (o.scope_type = 'organization' or (o.scope_type = 'project' and o.scope_id = ${projectId})
          or (o.scope_type = 'portfolio' and o.scope_id = (select p.portfolio_id from projects p
            where p.organization_id = m.organization_id and p.id = ${projectId}))))`;
}
