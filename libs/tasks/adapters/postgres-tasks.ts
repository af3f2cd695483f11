import { type DomainEvent, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Task } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';

@Injectable()
export class PostgresTasks extends Tasks {
  constructor(private readonly unitOfWork: UnitOfWork) {
    super();
  }

  async get(id: string): Promise<Task> {
    const em = await this.unitOfWork.manager();
    const found = await em.findOne(
      Task,
      { organizationId: currentOrganizationId(), id },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!found) throw new NotFound('task', id);
    return found;
  }

  async add(task: Task, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.persist(task).flush();
    this.unitOfWork.raise(...events);
  }

  async save(_task: Task, ...events: DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const em = await this.unitOfWork.manager();
    await em.flush();
    this.unitOfWork.raise(...events);
  }

  async remove(task: Task, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(task).flush();
    this.unitOfWork.raise(...events);
  }
}
