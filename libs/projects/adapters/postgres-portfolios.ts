import { DomainError, type DomainEvent, InvalidInput, NotFound } from '#kernel/index';
import { LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Portfolio } from '../domain/portfolio.ts';
import { Portfolios } from '../domain/portfolios.ts';

@Injectable()
export class PostgresPortfolios extends Portfolios {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
  ) {
    super();
  }

  async get(id: string): Promise<Portfolio> {
    const em = await this.unitOfWork.manager();
    const key = { organizationId: currentOrganizationId(), id };
    const found = await em.findOne(Portfolio, key, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!found) throw new NotFound('portfolio', id);
    return found;
  }

  async checkParent({ organizationId, id, parentId }: Portfolio): Promise<void> {
    if (!parentId) return;
    const found = await this.database.row<{ exists: boolean; below: boolean }>(sql`
      with recursive ancestors as (
        select id, parent_id from portfolios where organization_id = ${organizationId} and id = ${parentId}
        union
        select p.id, p.parent_id from portfolios p join ancestors a on p.id = a.parent_id
        where p.organization_id = ${organizationId}
      )
      select exists (select from ancestors) as exists, exists (select from ancestors where id = ${id}) as below`);
    if (!found?.exists) throw new InvalidInput('/parent_id', 'unknown_portfolio', 'There is no such portfolio.');
    if (found.below) throw new InvalidInput('/parent_id', 'hierarchy_cycle', 'The parent lies below this portfolio.');
  }

  async add(portfolio: Portfolio, ...events: DomainEvent[]): Promise<void> {
    const em = await this.unitOfWork.manager();
    await em.persist(portfolio).flush();
    this.unitOfWork.raise(...events);
  }

  async save(_portfolio: Portfolio, ...events: DomainEvent[]): Promise<void> {
    await (await this.unitOfWork.manager()).flush();
    this.unitOfWork.raise(...events);
  }

  async remove(portfolio: Portfolio, ...events: DomainEvent[]): Promise<void> {
    const { organizationId, id } = portfolio;
    const used = await this.database.row<{ projects: number; portfolios: number }>(sql`
      select (select count(*) from projects where organization_id = ${organizationId} and portfolio_id = ${id}) as projects,
        (select count(*) from portfolios where organization_id = ${organizationId} and parent_id = ${id}) as portfolios`);
    if (used && used.projects + used.portfolios > 0) {
      const detail = `The portfolio holds ${used.projects} projects and ${used.portfolios} portfolios; move them first.`;
      throw new DomainError('conflict', 'portfolio_in_use', detail, { ...used });
    }
    const em = await this.unitOfWork.manager();
    await em.remove(portfolio).flush();
    this.unitOfWork.raise(...events);
  }
}
