import { Clock, InvalidInput } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentScope } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { type FoundSkill, RequiredSkills, type WantedSkill } from '../application/required-skills.ts';
import { asLookedUp, Skill } from '../domain/skill.ts';

interface Known {
  id: string;
  name: string;
  names: string[];
}

@Injectable()
export class PostgresRequiredSkills extends RequiredSkills {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async resolve(wanted: readonly WantedSkill[], at = '/required_skills'): Promise<FoundSkill[]> {
    if (wanted.length === 0) return [];
    const known = await this.lookUp(wanted);
    await this.addUnknown(wanted, known);
    const found = new Map<string, FoundSkill>();
    wanted.forEach((one, index) => {
      const skill = matching(one, known);
      if (!skill) throw unknownSkill(one, `${at}/${index}`);
      const { level = 0, mandatory = true } = one;
      const before = found.get(skill.id);
      found.set(skill.id, {
        skill_id: skill.id,
        name: skill.name,
        level: Math.max(level, before?.level ?? 0),
        mandatory: mandatory || before?.mandatory === true,
      });
    });
    return [...found.values()];
  }

  private lookUp(wanted: readonly WantedSkill[]): Promise<Known[]> {
    const ids = wanted.flatMap(({ skill_id }) => skill_id ?? []);
    const names = wanted.flatMap(({ name, skill_id }) => (skill_id || !name ? [] : asLookedUp(name)));
    return this.database.rows<Known>(sql`
      select id, name, names from skills
      where organization_id = ${currentScope()?.organizationId}
        and (id = any(${ids}::uuid[]) or names && ${names}::text[])`);
  }

  /** A name that another request adds at the same moment is waited for and taken from there. */
  private async addUnknown(wanted: readonly WantedSkill[], known: Known[]): Promise<void> {
    const missing = wanted.filter((one) => !one.skill_id && one.name?.trim() && !matching(one, known));
    const actor = currentScope()?.actor;
    if (missing.length === 0 || !actor) return;
    if (!actor.may('create', 'Skill') && !actor.abilities.codes.has('create_tasks')) return;
    const now = this.clock.now();
    const byName = new Map(missing.map(({ name }) => [asLookedUp(name!), name!]));
    const skills = [...byName.values()].map((name) => new Skill(actor.organizationId, { name }, now));
    // Opens the transaction of the request, so that the skill goes when the task does not come.
    await this.unitOfWork.manager();
    const rows = skills.map(({ id, name, names }) => ({ id, name, names }));
    const added = await this.database.rows<Known>(sql`
      insert into skills (organization_id, id, name, names)
      select ${actor.organizationId}::uuid, id, name, names
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(id uuid, name text, names text[])
      on conflict (organization_id, lower(name)) do nothing returning id, name, names`);
    const addedIds = new Set(added.map(({ id }) => id));
    this.unitOfWork.raise(...skills.filter(({ id }) => addedIds.has(id)).map((skill) => skill.created()));
    known.push(...added);
    if (added.length < skills.length) known.push(...(await this.lookUp(missing)));
  }
}

function matching({ skill_id, name }: WantedSkill, known: readonly Known[]): Known | undefined {
  if (skill_id) return known.find(({ id }) => id === skill_id);
  return name === undefined ? undefined : known.find(({ names }) => names.includes(asLookedUp(name)));
}

function unknownSkill({ skill_id, name }: WantedSkill, pointer: string): InvalidInput {
  const detail =
    skill_id || name?.trim()
      ? `There is no skill ${skill_id ?? `"${name}"`} in the catalogue.`
      : 'Name a skill of the catalogue, or give its id.';
  return new InvalidInput(pointer, 'unknown_skill', detail);
}
