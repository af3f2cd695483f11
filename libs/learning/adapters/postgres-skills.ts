import { DomainError, type DomainEvent, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { asLookedUp, Skill } from '../domain/skill.ts';
import { Skills } from '../domain/skills.ts';

@Injectable()
export class PostgresSkills extends Skills {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<Skill> {
    const em = await this.unitOfWork.manager();
    const found = await em.findOne(
      Skill,
      { organizationId: currentOrganizationId(), id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!found) throw new NotFound('skill', id);
    return found;
  }

  async find(ids: readonly string[], names: readonly string[]): Promise<Skill[]> {
    const em = await this.unitOfWork.manager();
    return em.find(Skill, {
      organizationId: currentOrganizationId(),
      $or: [{ id: { $in: [...ids] } }, { names: { $overlap: names.map(asLookedUp) } }],
    });
  }

  async add(skill: Skill, ...events: DomainEvent[]): Promise<void> {
    await this.refuseTakenNames(skill);
    const em = await this.unitOfWork.manager();
    await em.persist(skill).flush();
    this.unitOfWork.raise(...events);
  }

  async save(skill: Skill, ...events: DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.refuseTakenNames(skill);
    await (await this.unitOfWork.manager()).flush();
    this.unitOfWork.raise(...events);
  }

  async remove(skill: Skill, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(skill).flush();
    this.unitOfWork.raise(...events);
  }

  async merge(from: Skill, into: Skill, ...events: DomainEvent[]): Promise<void> {
    const { organizationId } = into;
    await this.database.rows(sql`
      update skill_changes set skill_id = ${into.id}
      where organization_id = ${organizationId} and skill_id = ${from.id} and not exists (
        select from skill_changes c where c.organization_id = skill_changes.organization_id
          and c.user_id = skill_changes.user_id and c.task_id = skill_changes.task_id and c.skill_id = ${into.id})`);
    await this.database.rows(sql`
      with gone as (
        delete from skill_profiles where organization_id = ${organizationId} and skill_id = ${from.id} returning *
      ), had as (
        select g.user_id, coalesce(i.proficiency, g.proficiency) as before,
          greatest(i.proficiency, g.proficiency) as after, greatest(i.last_used_at, g.last_used_at) as last_used_at
        from gone g left join skill_profiles i on i.organization_id = g.organization_id
          and i.user_id = g.user_id and i.skill_id = ${into.id}
      ), logged as (
        insert into skill_changes (organization_id, id, user_id, skill_id, before, after, reason)
        select ${organizationId}, uuidv7(), user_id, ${into.id}, before, after, '{"kind": "merged"}' from had
      )
      insert into skill_profiles (organization_id, user_id, skill_id, proficiency, last_used_at)
      select ${organizationId}, user_id, ${into.id}, after, last_used_at from had
      on conflict (organization_id, user_id, skill_id) do update set
        proficiency = excluded.proficiency, last_used_at = excluded.last_used_at, updated_at = now()`);
    await this.database.rows(sql`
      insert into endorsements (organization_id, user_id, skill_id, endorser_id, note, created_at)
      select organization_id, user_id, ${into.id}, endorser_id, note, created_at from endorsements
      where organization_id = ${organizationId} and skill_id = ${from.id} on conflict do nothing`);
    await this.moveNeeds(from, into);
    const em = await this.unitOfWork.manager();
    await em.remove(from).flush();
    this.unitOfWork.raise(...events);
  }

  /** Open tasks ask for the one that is left; finished ones keep what they asked for in its name. */
  private moveNeeds(from: Skill, into: Skill) {
    return this.database.rows(sql`
      update tasks t set version = version + 1, required_skills = (
        select jsonb_agg(case when need->>'skill_id' = ${from.id}::text
          then need || jsonb_build_object('skill_id', ${into.id}::text, 'name', ${into.name}::text) else need end)
        from jsonb_array_elements(t.required_skills) need)
      where t.organization_id = ${into.organizationId}
        and t.required_skills @> ${JSON.stringify([{ skill_id: from.id }])}::jsonb`);
  }

  private async refuseTakenNames({ organizationId, id, names }: Skill): Promise<void> {
    const taken = await this.database.row<{ name: string }>(sql`
      select name from skills where organization_id = ${organizationId} and id <> ${id} and names && ${names}::text[]`);
    if (taken) throw new NameTaken(taken.name);
  }
}

/** Two skills of one name could not be told apart. */
class NameTaken extends DomainError {
  constructor(name: string) {
    const detail = `The skill "${name}" has this name or alias already.`;
    super('conflict', 'name_taken', detail, {}, [{ pointer: '/name', code: 'name_taken', detail }]);
  }
}
