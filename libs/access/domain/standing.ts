import type { Conditions, Permission } from '#kernel/index';
import { projectGuestPermissions } from './built-in-roles.ts';
import type { Grant, Scope } from './grants.ts';

/** What a role says about one permission: the code alone grants it without bounds. */
export type RoleEntry = Permission | RoleDecision;

/** A grant or denial that a role carries, narrowed to some subjects or fields. */
export interface RoleDecision {
  permission: Permission;
  effect?: 'allow' | 'deny';
  conditions?: Conditions;
  fields?: readonly string[];
}

/** A role as far as permissions go. */
export interface RoleInForce {
  id: string;
  name: string;
  permissions: readonly RoleEntry[];
}

/** One permission given to or taken from one person in one place. */
export interface OverrideInForce {
  permission: Permission;
  effect: 'allow' | 'deny';
  conditions: Conditions | null;
  fields: readonly string[] | null;
  scope_type: Scope['level'];
  scope_id: string;
  /** The projects of the portfolio, where it is one. */
  project_ids: readonly string[];
}

/** All that decides what a member may do. */
export interface Standing {
  user_id: string;
  status: 'active' | 'deactivated';
  time_zone: string;
  role: RoleInForce;
  /** Projects that the member belongs to; without a role of their own they are a guest there. */
  projects: readonly { project_id: string; role: RoleInForce | null }[];
  overrides: readonly OverrideInForce[];
}

/** Everything decided about a member: by the role, by project memberships, by overrides. */
export function grantsOf({ role, projects, overrides }: Standing): Grant[] {
  return [
    ...grantsOfRole(role.permissions, { level: 'organization' }, `the role "${role.name}"`),
    ...grantsInProjects(projects),
    ...overrides.map((override) => ({ ...override, scope: scopeOf(override), source: sourceOf(override) })),
  ];
}

/** What the entries of a role grant and deny where the role holds. */
export function grantsOfRole(entries: readonly RoleEntry[], scope: Scope, source: string): Grant[] {
  return entries.map((entry) => ({ effect: 'allow', ...decisionOf(entry), scope, source }));
}

/** An entry with its defaults spelled out. */
export function decisionOf(entry: RoleEntry): RoleDecision {
  return typeof entry === 'string' ? { permission: entry } : entry;
}

/** Projects with the same role share their rules, so that these do not grow with the number of projects. */
function grantsInProjects(projects: Standing['projects']): Grant[] {
  const groups = Map.groupBy(projects, ({ role }) => role?.id);
  return [...groups.values()].flatMap((group) => {
    const { name, permissions } = group[0]!.role ?? { name: 'Guest', permissions: projectGuestPermissions };
    const projectIds = group.map(({ project_id }) => project_id);
    return grantsOfRole(permissions, { level: 'project', projectIds }, `the project role "${name}"`);
  });
}

function scopeOf({ scope_type, scope_id, project_ids }: OverrideInForce): Scope {
  switch (scope_type) {
    case 'organization':
      return { level: 'organization' };
    case 'portfolio':
      return { level: 'portfolio', projectIds: project_ids };
    case 'project':
      return { level: 'project', projectIds: [scope_id] };
    case 'task':
      return { level: 'task', taskIds: [scope_id] };
  }
}

const sourceOf = ({ scope_type, effect }: OverrideInForce) =>
  `${effect === 'deny' ? 'a denial' : 'a grant'} for the ${scope_type}`;
