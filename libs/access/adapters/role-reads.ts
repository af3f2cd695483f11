import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest, showOne } from '#platform/postgres/listing';
import type { RoleEntry } from '../domain/standing.ts';
import { shownEntry } from './decision.dto.ts';
import { escapedLike } from './member-reads.ts';
import type { RoleBody, RoleListQuery } from './role.dto.ts';

const column = (name: string) => sql.ref(`r.${name}`);
const plain = [
  'id', 'key', 'name', 'description', 'permissions', 'project_id', 'built_in', 'version', 'created_at',
]; // prettier-ignore

/** The attributes of a role that permission conditions may name. */
export const roleColumns: Columns = {
  id: { expression: column('id'), type: 'uuid' },
  projectId: { expression: column('project_id'), type: 'uuid' },
};

const listing: Listing = {
  from: sql`roles r`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    users: sql`(select count(*) from members m where m.organization_id = r.organization_id and m.role_id = r.id)
      + (select count(*) from project_members pm where pm.organization_id = r.organization_id and pm.role_id = r.id)`,
  },
  order: {
    name: { expression: column('name'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
  },
  defaultOrder: 'name',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers which roles there are, as far as the actor may see. */
@Injectable()
export class RoleReads {
  constructor(private readonly database: Database) {}

  async list(actor: Actor, query: RoleListQuery): Promise<Page<RoleBody>> {
    const { project_id, built_in, q } = query;
    const conditions = this.visibleTo(actor);
    if (project_id) conditions.push(sql`(r.project_id is null or r.project_id = ${project_id}::uuid)`);
    if (built_in !== undefined) conditions.push(sql`r.built_in = ${built_in}::boolean`);
    if (q) conditions.push(sql`r.name ilike ${`%${escapedLike(q)}%`}`);
    const page = await listPage<RoleBody>(this.database, listing, conditions, query);
    return { ...page, data: page.data.map(shown) };
  }

  async one(actor: Actor, id: string, asked: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<RoleBody> {
    const conditions = [...this.visibleTo(actor), sql<boolean>`r.id = ${id}`];
    const found = await showOne<RoleBody>(this.database, listing, conditions, asked);
    if (!found) throw new NotFound('role', id);
    return shown(found);
  }

  private visibleTo(actor: Actor): RawBuilder<boolean>[] {
    return [sql<boolean>`r.organization_id = ${actor.organizationId}`, permitted(actor, 'view', 'Role', roleColumns)];
  }
}

const shown = (role: RoleBody): RoleBody =>
  role.permissions ? { ...role, permissions: (role.permissions as RoleEntry[]).map(shownEntry) } : role;
