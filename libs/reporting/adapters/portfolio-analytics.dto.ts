import { Choice, Day, Flag, Id, Integer, ListOf, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { ActiveProjectBody, projectHealths, projectStatuses } from './user-dashboard.dto.ts';

/** Which projects to sum up; `limit`, `cursor`, `order_by`, `fields` shape the list of them. */
export class PortfolioAnalyticsQuery extends PageQuery {
  @Id({ optional: true, description: 'Only this portfolio, with those inside it' })
  portfolio_id?: string;

  @Choice(projectStatuses, { optional: true, example: 'active' })
  status?: string;

  @Choice(projectHealths, { optional: true, example: 'at_risk' })
  health?: string;

  @Flag({ optional: true, description: 'Past due and neither completed nor cancelled, or the others' })
  is_overdue?: boolean;
}

export class PortfolioTotalsBody {
  @Integer({ example: 12 })
  projects: number;

  @Integer({ description: 'Past due and neither completed nor cancelled', example: 2 })
  overdue_projects: number;

  @Integer({ example: 480 })
  tasks: number;

  @Integer({ example: 190 })
  tasks_done: number;

  @Integer({ description: 'Open and past due', example: 14 })
  overdue_tasks: number;

  @Integer({ description: 'Milestones past due and not reached', example: 1 })
  missed_milestones: number;

  @Integer({ min: 0, max: 100, description: 'Share of all tasks that are done, in percent', example: 40 })
  progress: number;
}

export class ProjectStatusCountBody {
  @Choice(projectStatuses, { example: 'active' })
  status: string;

  @Integer({ example: 7 })
  projects: number;
}

export class ProjectHealthCountBody {
  @Choice(projectHealths, { example: 'at_risk' })
  health: string;

  @Integer({ example: 2 })
  projects: number;
}

export class PortfolioProjectBody extends ActiveProjectBody {
  @Text({ max: 1000, example: 'The contract is not signed.' })
  health_reason: string;

  @Text({ example: 'high' })
  priority: string;

  @Id({ nullable: true })
  lead_id: string | null;

  @Id({ nullable: true })
  portfolio_id: string | null;

  @Day({ nullable: true, example: '2026-12-01' })
  start_date: string | null;

  @Flag({ description: 'Past due and neither completed nor cancelled' })
  is_overdue: boolean;

  @Integer({ example: 40 })
  tasks_total: number;

  @Integer({ example: 16 })
  tasks_done: number;

  @Integer({ description: 'Open and past due', example: 3 })
  overdue_tasks: number;

  @Integer({ description: 'Past due and not reached', example: 0 })
  missed_milestones: number;
}

export class PortfolioProjectsBody {
  @ListOf(() => PortfolioProjectBody, { max: 200 })
  data: PortfolioProjectBody[];

  @Text({ max: 2000, nullable: true, description: 'For the next page; null on the last' })
  next_cursor: string | null;

  @Integer({ min: 0, optional: true, description: 'Of all pages; only with `count=exact`' })
  total?: number;
}

/** How the projects stand that the caller may analyze; archived ones are left out. */
export class PortfolioAnalyticsBody {
  @Nested(() => PortfolioTotalsBody)
  totals: PortfolioTotalsBody;

  @ListOf(() => ProjectStatusCountBody)
  by_status: ProjectStatusCountBody[];

  @ListOf(() => ProjectHealthCountBody)
  by_health: ProjectHealthCountBody[];

  @Nested(() => PortfolioProjectsBody, { description: 'The projects behind the numbers' })
  projects: PortfolioProjectsBody;
}
