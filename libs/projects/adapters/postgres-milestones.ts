import { type DomainEvent, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Milestone } from '../domain/milestone.ts';
import { Milestones } from '../domain/milestones.ts';

@Injectable()
export class PostgresMilestones extends Milestones {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async get(id: string): Promise<Milestone> {
    const em = await this.unitOfWork.manager();
    const key = { organizationId: currentOrganizationId(), id };
    const found = await em.findOne(Milestone, key, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!found) throw new NotFound('milestone', id);
    return found;
  }

  async add(milestone: Milestone, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.persist(milestone).flush();
    this.unitOfWork.raise(...events);
  }

  async save(_milestone: Milestone, ...events: DomainEvent[]): Promise<void> {
    await (await this.unitOfWork.manager()).flush();
    this.unitOfWork.raise(...events);
  }

  async remove(milestone: Milestone, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(milestone).flush();
    this.unitOfWork.raise(...events);
  }
}
