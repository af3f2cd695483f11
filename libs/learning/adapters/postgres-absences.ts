import { type DomainEvent, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Absence } from '../domain/absence.ts';
import { Absences } from '../domain/absences.ts';

@Injectable()
export class PostgresAbsences extends Absences {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<Absence> {
    const em = await this.unitOfWork.manager();
    const found = await em.findOne(
      Absence,
      { organizationId: currentOrganizationId(), id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!found) throw new NotFound('absence', id);
    return found;
  }

  async add(absence: Absence, ...events: DomainEvent[]): Promise<void> {
    const { organizationId, userId } = absence;
    const em = await this.unitOfWork.manager();
    const member = await this.database.row(
      sql`select 1 from members where organization_id = ${organizationId} and user_id = ${userId}`,
    );
    if (!member) throw new NotFound('member', userId);
    await em.persist(absence).flush();
    this.unitOfWork.raise(...events);
  }

  async save(_absence: Absence, ...events: DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    await (await this.unitOfWork.manager()).flush();
    this.unitOfWork.raise(...events);
  }

  async remove(absence: Absence, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(absence).flush();
    this.unitOfWork.raise(...events);
  }
}
