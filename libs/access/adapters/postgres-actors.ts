import { Actor, type Conditions, DomainError, type Origin, type Permission } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CaslAbilities } from '#platform/permissions/casl';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { within } from '#platform/postgres/scope';
import { Actors } from '../application/actors.ts';
import { projectGuestPermissions } from '../domain/built-in-roles.ts';
import { type Grant, rulesOf, type Scope } from '../domain/grants.ts';

/** What a role says about one permission. */
type RoleEntry =
  Permission | { permission: Permission; effect?: 'allow' | 'deny'; conditions?: Conditions; fields?: string[] };

interface Standing {
  status: string;
  time_zone: string;
  role: { name: string; permissions: RoleEntry[] };
  projects: { project_id: string; role: { name: string; permissions: RoleEntry[] } | null }[];
  overrides: {
    permission: Permission;
    effect: 'allow' | 'deny';
    conditions: Conditions | null;
    fields: string[] | null;
    scope_type: Scope['level'];
    scope_id: string;
    portfolio_project_ids: string[];
  }[];
}

@Injectable()
export class PostgresActors extends Actors {
  private readonly known = new Map<string, Map<string, Promise<Standing>>>();
  private readonly abilities = new WeakMap<Standing, Map<string, CaslAbilities>>();

  constructor(
    private readonly database: Database,
    private readonly catalogue: PermissionCatalogue,
  ) {
    super();
  }

  async load(userId: string, organizationId: string, origin: Origin = {}, scopes?: readonly string[]): Promise<Actor> {
    const standing = await this.standing(userId, organizationId);
    if (standing.status !== 'active') throw new NoMember();
    return new Actor(
      userId,
      organizationId,
      this.abilitiesOf(standing, userId, scopes),
      origin,
      scopes,
      standing.time_zone,
    );
  }

  forget(organizationId: string, userId?: string): void {
    if (userId) this.known.get(organizationId)?.delete(userId);
    else this.known.delete(organizationId);
  }

  private standing(userId: string, organizationId: string): Promise<Standing> {
    const organization = this.known.get(organizationId) ?? new Map<string, Promise<Standing>>();
    this.known.set(organizationId, organization);
    const known = organization.get(userId);
    if (known) return known;
    const asked = this.ask(userId, organizationId);
    organization.set(userId, asked);
    asked.catch(() => organization.delete(userId));
    return asked;
  }

  /** Rules are made once for each standing and set of scopes, not for each request. */
  private abilitiesOf(standing: Standing, userId: string, scopes?: readonly string[]): CaslAbilities {
    const made = this.abilities.get(standing) ?? new Map<string, CaslAbilities>();
    this.abilities.set(standing, made);
    const key = scopes?.join(' ') ?? '*';
    const abilities = made.get(key) ?? this.makeAbilities(standing, userId, scopes);
    made.set(key, abilities);
    return abilities;
  }

  private makeAbilities(standing: Standing, userId: string, scopes?: readonly string[]): CaslAbilities {
    const grants = grantsOf(standing).filter(({ permission }) => !scopes || scopes.includes(permission));
    const rules = rulesOf(grants, userId, (code, scope) => this.catalogue.rulesFor(code, scope));
    const codes = new Set(grants.filter(({ effect }) => effect === 'allow').map(({ permission }) => permission));
    return new CaslAbilities(rules, codes);
  }

  private async ask(userId: string, organizationId: string): Promise<Standing> {
    const role = sql`jsonb_build_object('name', r.name, 'permissions', r.permissions)`;
    const standing = await within({ organizationId }, () =>
      this.database.row<Standing>(sql`
        select m.status, coalesce(m.time_zone, o.time_zone) as time_zone, ${role} as role,
          (select coalesce(jsonb_agg(jsonb_build_object('project_id', pm.project_id, 'role',
              (select ${role} from roles r where r.organization_id = pm.organization_id and r.id = pm.role_id))), '[]')
            from project_members pm where pm.organization_id = m.organization_id and pm.user_id = m.user_id) as projects,
          (select coalesce(jsonb_agg(to_jsonb(po) || jsonb_build_object('portfolio_project_ids', array(
              select p.id from projects p where p.organization_id = po.organization_id
                and po.scope_type = 'portfolio' and p.portfolio_id = po.scope_id))), '[]')
            from permission_overrides po
            where po.organization_id = m.organization_id and po.user_id = m.user_id) as overrides
        from members m
        join organizations o on o.organization_id = m.organization_id
        join roles r on r.organization_id = m.organization_id and r.id = m.role_id
        where m.organization_id = ${organizationId} and m.user_id = ${userId}`),
    );
    if (!standing) throw new NoMember();
    return standing;
  }
}

function grantsOf({ role, projects, overrides }: Standing): Grant[] {
  const ofRole = (entries: readonly RoleEntry[], scope: Scope, source: string): Grant[] =>
    entries.map((entry) =>
      typeof entry === 'string'
        ? { permission: entry, effect: 'allow', scope, source }
        : { effect: 'allow', ...entry, scope, source },
    );
  return [
    ...ofRole(role.permissions, { level: 'organization' }, `the role "${role.name}"`),
    ...byRole(projects).flatMap(({ own, projectIds }) =>
      ofRole(
        own?.permissions ?? projectGuestPermissions,
        { level: 'project', projectIds },
        `the project role "${own?.name ?? 'Guest'}"`,
      ),
    ),
    ...overrides.map((override): Grant => {
      const { permission, effect, conditions, fields, scope_type } = override;
      return {
        permission,
        effect,
        conditions,
        fields,
        scope: scopeOf(override),
        source: `an override on the ${scope_type}`,
      };
    }),
  ];
}

/** Projects with the same role share their rules, so that their number does not grow with the projects. */
function byRole(projects: Standing['projects']) {
  const groups = Map.groupBy(projects, ({ role }) => role?.name ?? '');
  return [...groups.values()].map((group) => ({
    own: group[0]!.role,
    projectIds: group.map(({ project_id }) => project_id),
  }));
}

function scopeOf({ scope_type, scope_id, portfolio_project_ids }: Standing['overrides'][number]): Scope {
  switch (scope_type) {
    case 'organization':
      return { level: 'organization' };
    case 'portfolio':
      return { level: 'portfolio', projectIds: portfolio_project_ids };
    case 'project':
      return { level: 'project', projectIds: [scope_id] };
    case 'task':
      return { level: 'task', taskIds: [scope_id] };
  }
}

class NoMember extends DomainError {
  constructor() {
    super('unauthenticated', 'no_active_member', 'You are no active member of this organization.');
  }
}
