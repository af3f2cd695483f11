import { Actor, DomainError, type Origin, type Permission } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { CaslAbilities } from '#platform/permissions/casl';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { within } from '#platform/postgres/scope';
import { Actors } from '../application/actors.ts';
import { rulesOf } from '../domain/grants.ts';
import { grantsOf, type Standing } from '../domain/standing.ts';

/** Actors made of one statement each, and remembered until something changes what they may do. */
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
    if (standing.status !== 'active') throw new NoActiveMember();
    const abilities = this.abilitiesOf(standing, scopes);
    return new Actor(userId, organizationId, abilities, origin, scopes, standing.time_zone);
  }

  standings(userIds: readonly string[], organizationId: string): Promise<Standing[]> {
    const role = sql`jsonb_build_object('id', r.id, 'name', r.name, 'permissions', r.permissions)`;
    return this.database.rows<Standing>(sql`
      select m.user_id, m.status, coalesce(m.time_zone, o.time_zone) as time_zone, ${role} as role,
        (select coalesce(jsonb_agg(jsonb_build_object('project_id', pm.project_id, 'role',
            (select ${role} from roles r where r.organization_id = pm.organization_id and r.id = pm.role_id))
            order by pm.project_id), '[]')
          from project_members pm where pm.organization_id = m.organization_id and pm.user_id = m.user_id) as projects,
        (select coalesce(jsonb_agg(to_jsonb(po) || jsonb_build_object('project_ids', array(
            select p.id from projects p where p.organization_id = po.organization_id
              and po.scope_type = 'portfolio' and p.portfolio_id = po.scope_id)) order by po.id), '[]')
          from permission_overrides po
          where po.organization_id = m.organization_id and po.user_id = m.user_id) as overrides
      from members m
      join organizations o on o.organization_id = m.organization_id
      join roles r on r.organization_id = m.organization_id and r.id = m.role_id
      where m.organization_id = ${organizationId} and m.user_id = any(${userIds}::uuid[])`);
  }

  forget(organizationId: string, userId?: string): void {
    if (userId) this.known.get(organizationId)?.delete(userId);
    else this.known.delete(organizationId);
  }

  /** A question under way is shared; one that fails is not remembered. */
  private standing(userId: string, organizationId: string): Promise<Standing> {
    const ofOrganization = this.known.get(organizationId) ?? new Map<string, Promise<Standing>>();
    this.known.set(organizationId, ofOrganization);
    const known = ofOrganization.get(userId);
    if (known) return known;
    const asked = this.ask(userId, organizationId);
    ofOrganization.set(userId, asked);
    asked.catch(() => {
      if (ofOrganization.get(userId) === asked) ofOrganization.delete(userId);
    });
    return asked;
  }

  /** Asked outside of any transaction: what a transaction has not committed must not be remembered. */
  private async ask(userId: string, organizationId: string): Promise<Standing> {
    const [standing] = await within({ organizationId }, () => this.standings([userId], organizationId));
    if (!standing) throw new NoActiveMember();
    return standing;
  }

  /** Rules are made once for each standing and set of scopes, not for each request. */
  private abilitiesOf(standing: Standing, scopes?: readonly string[]): CaslAbilities {
    const made = this.abilities.get(standing) ?? new Map<string, CaslAbilities>();
    this.abilities.set(standing, made);
    const key = scopes?.join(' ') ?? '*';
    const abilities = made.get(key) ?? this.makeAbilities(standing, scopes);
    made.set(key, abilities);
    return abilities;
  }

  private makeAbilities(standing: Standing, scopes?: readonly string[]): CaslAbilities {
    const grants = grantsOf(standing).filter(({ permission }) => !scopes || scopes.includes(permission));
    const codes = new Set<Permission>();
    for (const { effect, permission } of grants) if (effect === 'allow') codes.add(permission);
    return new CaslAbilities(rulesOf(grants, standing.user_id, this.catalogue), codes);
  }
}

class NoActiveMember extends DomainError {
  constructor() {
    super('unauthenticated', 'no_active_member', 'You are no active member of this organization.');
  }
}
