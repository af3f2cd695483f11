import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest, showOne } from '#platform/postgres/listing';
import { Actors } from '../application/actors.ts';
import { effectiveCodes } from '../domain/grants.ts';
import { grantsOf, type OverrideInForce } from '../domain/standing.ts';
import { shownConditions } from './decision.dto.ts';
import { escapedLike } from './member-reads.ts';
import type { ProjectMemberBody, ProjectMemberListQuery, ProjectPermissionsBody } from './project-access.dto.ts';

const brief = (role: string) => sql`case when ${sql.ref(`${role}.id`)} is not null then jsonb_build_object(
  'id', ${sql.ref(`${role}.id`)}, 'key', ${sql.ref(`${role}.key`)}, 'name', ${sql.ref(`${role}.name`)}) end`;

const projectColumns: Columns = { projectId: { expression: sql`p.id`, type: 'uuid' } };

const order = {
  name: { expression: sql`m.name`, type: 'text' },
  created_at: { expression: sql`pm.created_at`, type: 'timestamptz' },
} as const;
const unique = { expression: sql`m.user_id`, type: 'uuid' } as const;

const memberListing: Listing = {
  from: sql`projects p
    join project_members pm on pm.organization_id = p.organization_id and pm.project_id = p.id
    join members m on m.organization_id = pm.organization_id and m.user_id = pm.user_id
    left join roles r on r.organization_id = pm.organization_id and r.id = pm.role_id`,
  fields: {
    user_id: sql`m.user_id`,
    name: sql`m.name`,
    role: brief('r'),
    added_by: sql`pm.added_by`,
    version: sql`pm.version`,
    created_at: sql`pm.created_at`,
  },
  order,
  defaultOrder: 'name',
  unique,
};

/** The decisions about a person in the project and its tasks. */
const decisions = sql`permission_overrides po
  where po.organization_id = m.organization_id and po.user_id = m.user_id
    and (po.scope_type = 'project' and po.scope_id = p.id or po.scope_type = 'task' and exists (
      select from tasks t where t.organization_id = po.organization_id and t.id = po.scope_id and t.project_id = p.id))`;

/** Members of the project, and others about whom something is decided there. */
const permissionListing: Listing = {
  from: sql`projects p
    join members m on m.organization_id = p.organization_id
    join roles o on o.organization_id = m.organization_id and o.id = m.role_id
    left join project_members pm
      on pm.organization_id = p.organization_id and pm.project_id = p.id and pm.user_id = m.user_id
    left join roles r on r.organization_id = pm.organization_id and r.id = pm.role_id`,
  fields: {
    user: sql`jsonb_build_object('id', m.user_id, 'name', m.name)`,
    organization_role: brief('o'),
    role: brief('r'),
    is_member: sql`pm.user_id is not null`,
    decisions: sql`(select coalesce(jsonb_agg(to_jsonb(po) order by po.id), '[]') from ${decisions})`,
  },
  order: { name: order.name },
  defaultOrder: 'name',
  unique,
};

type PermissionRow = Pick<ProjectPermissionsBody, 'user' | 'organization_role' | 'role' | 'is_member'> & {
  decisions: OverrideInForce[];
};

/** Answers who is in a project and what they may do there, as far as the actor may see. */
@Injectable()
export class ProjectMemberReads {
  constructor(
    private readonly database: Database,
    private readonly actors: Actors,
  ) {}

  async list(actor: Actor, projectId: string, query: ProjectMemberListQuery): Promise<Page<ProjectMemberBody>> {
    await this.mustBeVisible(actor, projectId);
    const conditions = this.inProject(actor, projectId);
    if (query.role_id) conditions.push(sql`pm.role_id = ${query.role_id}::uuid`);
    if (query.q) conditions.push(sql`m.name ilike ${`%${escapedLike(query.q)}%`}`);
    return listPage(this.database, memberListing, conditions, boundTo(projectId, query));
  }

  async one(actor: Actor, projectId: string, userId: string): Promise<ProjectMemberBody> {
    const conditions = [...this.inProject(actor, projectId), sql<boolean>`m.user_id = ${userId}`];
    const found = await showOne<ProjectMemberBody>(this.database, memberListing, conditions);
    if (!found) throw new NotFound('project member', userId);
    return found;
  }

  async permissions(actor: Actor, projectId: string, query: PageRequest): Promise<Page<ProjectPermissionsBody>> {
    await this.mustBeVisible(actor, projectId);
    const concerned = sql<boolean>`(pm.user_id is not null or exists (select from ${decisions}))`;
    const conditions = [...this.inProject(actor, projectId), concerned];
    const page = await listPage<PermissionRow>(this.database, permissionListing, conditions, {
      ...boundTo(projectId, query),
      fields: undefined,
    });
    return { ...page, data: await this.explained(actor, projectId, page.data) };
  }

  async permissionsOf(actor: Actor, projectId: string, userId: string): Promise<ProjectPermissionsBody> {
    const conditions = [...this.inProject(actor, projectId), sql<boolean>`m.user_id = ${userId}`];
    const found = await showOne<PermissionRow>(this.database, permissionListing, conditions);
    if (!found) throw new NotFound('member', userId);
    return (await this.explained(actor, projectId, [found]))[0]!;
  }

  /** One statement for all of them, however many there are. */
  private async explained(actor: Actor, projectId: string, rows: PermissionRow[]): Promise<ProjectPermissionsBody[]> {
    const ids = rows.map(({ user }) => user.id);
    const standings = await this.actors.standings(ids, actor.organizationId);
    const byId = new Map(standings.map((standing) => [standing.user_id, standing]));
    return rows.map(({ decisions, ...row }) => {
      const standing = byId.get(row.user.id);
      const isActive = standing?.status === 'active';
      return {
        ...row,
        added: codesOf(decisions, 'allow'),
        removed: codesOf(decisions, 'deny'),
        decisions: decisions.map(shownDecision),
        effective: isActive ? [...effectiveCodes(grantsOf(standing), projectId)].sort() : [],
      };
    });
  }

  private inProject(actor: Actor, projectId: string): RawBuilder<boolean>[] {
    return [
      sql<boolean>`p.organization_id = ${actor.organizationId} and p.id = ${projectId}`,
      permitted(actor, 'view', 'ProjectMember', projectColumns),
    ];
  }

  private async mustBeVisible(actor: Actor, projectId: string): Promise<void> {
    const conditions = sql.join(this.inProject(actor, projectId), sql` and `);
    if (await this.database.row(sql`select 1 from projects p where ${conditions}`)) return;
    throw new NotFound('project', projectId);
  }
}

/** A cursor is good for one project only. */
const boundTo = (projectId: string, query: PageRequest) => ({ ...query, project_id: projectId }) as PageRequest;

const codesOf = (decisions: readonly OverrideInForce[], effect: 'allow' | 'deny') =>
  decisions.filter((one) => one.scope_type === 'project' && one.effect === effect).map(({ permission }) => permission);

const shownDecision = ({ permission, effect, conditions, fields, scope_type, scope_id }: OverrideInForce) => ({
  permission,
  effect,
  conditions: shownConditions(conditions),
  fields: fields ? [...fields] : null,
  task_id: scope_type === 'task' ? scope_id : null,
});
