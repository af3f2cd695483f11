import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { SkillBody, SkillListQuery } from './skill.dto.ts';

const column = (name: string) => sql.ref(`s.${name}`);
const plain = ['id', 'name', 'category', 'description', 'aliases', 'version', 'created_at'];

const listing: Listing = {
  from: sql`skills s`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    people: sql`(select count(*) from skill_profiles p where p.organization_id = s.organization_id and p.skill_id = s.id)`,
  },
  order: {
    name: { expression: sql`lower(s.name)`, type: 'text' },
    category: { expression: column('category'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
  },
  defaultOrder: 'name',
  unique: { expression: column('id'), type: 'uuid' },
};

/** Answers questions about the catalogue of skills. */
@Injectable()
export class SkillReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: SkillListQuery) {
    const { q, category } = query;
    const conditions = this.visibleTo(actor);
    if (q) conditions.push(sql`exists (select from unnest(s.names) n where n like ${`%${q.toLowerCase()}%`})`);
    if (category !== undefined) conditions.push(sql`s.category = ${category}`);
    return listPage<SkillBody>(this.database, listing, conditions, query);
  }

  async one(actor: Actor, id: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<SkillBody> {
    const conditions = [...this.visibleTo(actor), sql<boolean>`s.id = ${id}`];
    const found = await showOne<SkillBody>(this.database, listing, conditions, shown);
    if (!found) throw new NotFound('skill', id);
    return found;
  }

  private visibleTo(actor: Actor): RawBuilder<boolean>[] {
    return [sql<boolean>`s.organization_id = ${actor.organizationId}`, permitted(actor, 'view', 'Skill', {})];
  }
}
