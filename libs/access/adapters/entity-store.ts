import type { DomainEvent } from '#kernel/index';
import { type EntityName, type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import type { UnitOfWork } from '#platform/postgres/unit-of-work';

/** What the stores of all entities do alike, in the transaction at hand. */
export class EntityStore<T extends object> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entity: EntityName<T>,
  ) {}

  /** The one that meets the conditions, as it is now, locked until the transaction ends. */
  async find(where: FilterQuery<NoInfer<T>>): Promise<T | undefined> {
    const em = await this.unitOfWork.manager();
    return (await em.findOne(this.entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
  }

  async findAll(where: FilterQuery<NoInfer<T>>): Promise<T[]> {
    const em = await this.unitOfWork.manager();
    return em.find(this.entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  async add(entity: T, events: readonly DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.persist(entity).flush();
    this.unitOfWork.raise(...events);
  }

  async save(events: readonly DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.flush();
    this.unitOfWork.raise(...events);
  }

  async remove(entity: T, events: readonly DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.remove(entity).flush();
    this.unitOfWork.raise(...events);
  }
}
