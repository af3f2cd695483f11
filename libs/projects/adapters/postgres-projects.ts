import { DomainError, type DomainEvent, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Project } from '../domain/project.ts';
import { Projects } from '../domain/projects.ts';
import type { Status } from '../domain/workflow.ts';

@Injectable()
export class PostgresProjects extends Projects {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<Project> {
    const em = await this.unitOfWork.manager();
    const found = await em.findOne(
      Project,
      { organizationId: currentOrganizationId(), id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!found) throw new NotFound('project', id);
    return found;
  }

  async add(project: Project, statuses: readonly Status[], ...events: DomainEvent[]): Promise<void> {
    const { organizationId, id, key } = project;
    const taken = await this.database.row(
      sql`select 1 from projects where organization_id = ${organizationId} and key = ${key}`,
    );
    if (taken) throw new KeyTaken(key);
    const em = await this.unitOfWork.manager();
    await em.persist(project).flush();
    await this.database.rows(sql`
      insert into project_counters (organization_id, project_id) values (${organizationId}, ${id})`);
    await this.database.rows(sql`
      insert into statuses (organization_id, project_id, key, name, category, place, transitions, required_fields, wip_limit)
      select ${organizationId}, ${id}, key, name, category, place, transitions, required_fields, wip_limit
      from jsonb_to_recordset(${JSON.stringify(statuses.map(statusRow))}::jsonb)
        as s(key text, name text, category text, place int, transitions text[], required_fields text[], wip_limit int)`);
    this.unitOfWork.raise(...events);
  }

  async save(_project: Project, ...events: DomainEvent[]): Promise<void> {
    await (await this.unitOfWork.manager()).flush();
    this.unitOfWork.raise(...events);
  }

  async remove(project: Project, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(project).flush();
    this.unitOfWork.raise(...events);
  }

  async freeKey(title: string): Promise<string> {
    const letters = title
      .normalize('NFKD')
      .toUpperCase()
      .replace(/[^A-Z0-9 ]/g, '')
      .trim();
    const words = letters.split(/ +/).filter(Boolean);
    const initials = words.length > 1 ? words.map((word) => word[0]).join('') : letters;
    const stem = (/^[A-Z]/.test(initials) ? initials : `P${initials}`).slice(0, 6).padEnd(2, 'X');
    const rows = await this.database.rows<{ key: string }>(sql`
      select key from projects where organization_id = ${currentOrganizationId()} and key like ${`${stem}%`}`);
    const taken = new Set(rows.map(({ key }) => key));
    for (let n = 1; ; n++) {
      const key = n === 1 ? stem : `${stem}${n}`;
      if (!taken.has(key)) return key;
    }
  }
}

const statusRow = (status: Status) => ({
  ...status,
  required_fields: status.requiredFields,
  wip_limit: status.wipLimit,
});

class KeyTaken extends DomainError {
  constructor(key: string) {
    const detail = `Another project has the key ${key}.`;
    super('conflict', 'key_taken', detail, {}, [{ pointer: '/key', code: 'key_taken', detail }]);
  }
}
