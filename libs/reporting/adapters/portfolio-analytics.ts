import { type Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage } from '#platform/postgres/listing';
import { isOpen, isOverdue, projectProgress } from './fragments.ts';
import type {
  PortfolioAnalyticsBody,
  PortfolioAnalyticsQuery,
  PortfolioProjectBody,
  PortfolioTotalsBody,
} from './portfolio-analytics.dto.ts';
import { Sight } from './sight.ts';
import { projectHealths, projectStatuses } from './user-dashboard.dto.ts';

const column = (name: string) => sql.ref(`p.${name}`);
const plain = [
  'id', 'key', 'title', 'status', 'health', 'health_reason', 'priority', 'lead_id', 'portfolio_id', 'start_date',
  'due_date',
]; // prettier-ignore

const projectIsOverdue = sql<boolean>`(p.status not in ('completed', 'cancelled')
  and coalesce(p.due_date < current_date, false))`;

const missedMilestones = sql`(select count(*) from milestones m where m.organization_id = p.organization_id
  and m.project_id = p.id and m.completed_at is null and m.due_date < current_date)`;

const from = sql`projects p join project_counters c on c.organization_id = p.organization_id and c.project_id = p.id`;

const listingFor = (mayView: RawBuilder<boolean>): Listing => ({
  from,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    progress: projectProgress,
    is_overdue: projectIsOverdue,
    tasks_total: sql`c.tasks_total`,
    tasks_done: sql`c.tasks_done`,
    overdue_tasks: sql`(select count(*) from tasks t where t.organization_id = p.organization_id
      and t.project_id = p.id and ${isOverdue} and ${mayView})`,
    missed_milestones: missedMilestones,
  },
  order: {
    title: { expression: column('title'), type: 'text' },
    key: { expression: column('key'), type: 'text' },
    status: { expression: column('status'), type: 'text' },
    health: { expression: column('health'), type: 'text' },
    due_date: { expression: column('due_date'), type: 'date' },
    progress: { expression: projectProgress, type: 'numeric' },
    open_tasks: { expression: sql`(c.tasks_total - c.tasks_done)`, type: 'numeric' },
  },
  defaultOrder: 'title',
  unique: { expression: column('id'), type: 'uuid' },
});

interface Summary extends Omit<PortfolioTotalsBody, 'progress'> {
  statuses: Record<string, number>;
  healths: Record<string, number>;
}

/** How projects stand together: sums in one statement, the list behind them in another. */
@Injectable()
export class PortfolioAnalytics {
  constructor(
    private readonly database: Database,
    private readonly sight: Sight,
  ) {}

  async of(actor: Actor, query: PortfolioAnalyticsQuery): Promise<PortfolioAnalyticsBody> {
    const conditions = [...this.visibleTo(actor), ...filterConditions(actor, query)];
    const mayView = this.sight.of(actor, 'Task');
    const projects = await listPage<PortfolioProjectBody>(this.database, listingFor(mayView), conditions, query);
    const { statuses, healths, ...totals } = await this.sumUp(actor, conditions, mayView);
    const progress = totals.tasks === 0 ? 0 : Math.round((100 * totals.tasks_done) / totals.tasks);
    return {
      totals: { ...totals, progress },
      by_status: projectStatuses.map((status) => ({ status, projects: statuses[status] ?? 0 })),
      by_health: projectHealths.map((health) => ({ health, projects: healths[health] ?? 0 })),
      projects,
    };
  }

  private async sumUp(actor: Actor, conditions: RawBuilder<boolean>[], mayView: RawBuilder<boolean>): Promise<Summary> {
    const counted = (name: string) => sql`(select coalesce(jsonb_object_agg(${sql.ref(name)}, n), '{}')
      from (select ${sql.ref(name)}, count(*) as n from found group by 1) by_${sql.raw(name)})`;
    const row = await this.database.row<Summary>(sql`
      with found as materialized (
        select p.id, p.status, p.health, c.tasks_total, c.tasks_done, ${projectIsOverdue} as is_overdue,
          ${missedMilestones} as missed
        from ${from} where ${sql.join(conditions, sql` and `)}
      )
      select count(*) as projects, count(*) filter (where is_overdue) as overdue_projects,
        coalesce(sum(tasks_total), 0) as tasks, coalesce(sum(tasks_done), 0) as tasks_done,
        coalesce(sum(missed), 0) as missed_milestones,
        (select count(*) from tasks t where t.organization_id = ${actor.organizationId} and ${isOpen}
          and t.due_at < now() and t.project_id in (select id from found) and ${mayView}) as overdue_tasks,
        ${counted('status')} as statuses, ${counted('health')} as healths
      from found`);
    return row!;
  }

  private visibleTo(actor: Actor): RawBuilder<boolean>[] {
    return [
      sql<boolean>`p.organization_id = ${actor.organizationId} and p.archived_at is null`,
      this.sight.of(actor, 'Project'),
      this.sight.of(actor, 'Project', 'analyze'),
    ];
  }
}

function filterConditions(actor: Actor, { portfolio_id, status, health, is_overdue }: PortfolioAnalyticsQuery) {
  const conditions: RawBuilder<boolean>[] = [];
  if (portfolio_id) conditions.push(sql`p.portfolio_id in (${portfoliosBelow(actor, portfolio_id)})`);
  if (status) conditions.push(sql`p.status = ${status}`);
  if (health) conditions.push(sql`p.health = ${health}`);
  if (is_overdue !== undefined) conditions.push(sql`${projectIsOverdue} = ${is_overdue}::boolean`);
  return conditions;
}

const portfoliosBelow = (actor: Actor, id: string) => sql`
  with recursive below as (
    select f.id from portfolios f where f.organization_id = ${actor.organizationId} and f.id = ${id}::uuid
    union
    select f.id from portfolios f join below b on f.parent_id = b.id where f.organization_id = ${actor.organizationId}
  ) select id from below`;
