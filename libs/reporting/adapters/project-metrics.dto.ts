import { Choice, Day, Decimal, Id, Integer, ListOf, Nested, Text } from '#platform/http/fields';
import { statusCategories } from '#projects/index';
import { type Interval, intervals, PERIODS_LIMIT } from '../domain/periods.ts';
import { CategoryCountBody } from './team-dashboard.dto.ts';

/** What time the metrics cover. */
export class ProjectMetricsQuery {
  @Day({ optional: true, description: 'First day; 12 weeks back by default', example: '2026-09-01' })
  from?: string;

  @Day({ optional: true, description: 'Last day; today by default and at the latest', example: '2026-11-20' })
  to?: string;

  @Choice(intervals, { optional: true, default: 'week', description: 'How long each point of a series is' })
  interval?: Interval;
}

export class StatusCountBody {
  @Text({ example: 'in_review' })
  status: string;

  @Text({ example: 'In review' })
  name: string;

  @Choice(statusCategories, { example: 'review' })
  status_category: string;

  @Integer({ example: 4 })
  tasks: number;
}

export class TaskCountsBody {
  @Integer({ example: 120 })
  total: number;

  @Integer({ description: 'Open and past due', example: 3 })
  overdue: number;

  @Integer({ description: 'Open and waiting for another task', example: 5 })
  blocked: number;

  @Integer({ description: 'Open and nobody’s', example: 9 })
  unassigned: number;

  @ListOf(() => CategoryCountBody)
  by_category: CategoryCountBody[];

  @ListOf(() => StatusCountBody, { description: 'In the order of the board' })
  by_status: StatusCountBody[];
}

export class EffortBody {
  @Decimal({ example: 480 })
  estimate_hours: number;

  @Decimal({ example: 210.5 })
  actual_hours: number;

  @Decimal({ description: 'What the estimates of open tasks leave', example: 260 })
  remaining_hours: number;

  @Decimal({ description: 'In time entries', example: 198 })
  logged_hours: number;
}

export class CostSumBody {
  @Text({ example: 'EUR' })
  currency: string;

  @Integer({ min: -(2 ** 53), max: 2 ** 53, description: 'In the smallest unit of the currency', example: 125000 })
  minor: number;

  @Integer({ description: 'Tasks that have a cost', example: 12 })
  tasks: number;
}

/** How long the tasks took that were finished in the time covered, in days; null where there were none. */
export class DurationBody {
  @Integer({ example: 38 })
  tasks: number;

  @Decimal({ nullable: true, example: 6.2 })
  mean: number | null;

  @Decimal({ nullable: true, description: 'Half took no longer', example: 4.5 })
  p50: number | null;

  @Decimal({ nullable: true, description: '85 of 100 took no longer', example: 11 })
  p85: number | null;

  @Decimal({ nullable: true, description: '95 of 100 took no longer', example: 19.5 })
  p95: number | null;
}

export class ThroughputBody {
  @Day({ description: 'First day', example: '2026-11-16' })
  from: string;

  @Day({ description: 'Last day', example: '2026-11-22' })
  to: string;

  @Integer({ example: 9 })
  created: number;

  @Integer({ example: 14 })
  completed: number;
}

export class BurndownBody {
  @Day({ description: 'At the end of this day', example: '2026-11-22' })
  date: string;

  @Integer({ example: 45 })
  open_tasks: number;

  @Decimal({ description: 'By estimate', example: 260 })
  open_hours: number;
}

export class BurnUpBody {
  @Day({ description: 'At the end of this day', example: '2026-11-22' })
  date: string;

  @Integer({ description: 'Tasks that had been created by then and not cancelled since', example: 115 })
  scope_tasks: number;

  @Integer({ example: 70 })
  done_tasks: number;

  @Decimal({ example: 480 })
  scope_hours: number;

  @Decimal({ example: 220 })
  done_hours: number;
}

/** How many tasks stood in each category at the end of a day. */
export class FlowBody {
  @Day({ example: '2026-11-22' })
  date: string;

  @Integer({ example: 20 })
  backlog: number;

  @Integer({ example: 15 })
  todo: number;

  @Integer({ example: 6 })
  in_progress: number;

  @Integer({ example: 4 })
  review: number;

  @Integer({ example: 70 })
  done: number;

  @Integer({ example: 5 })
  cancelled: number;
}

/** How a project goes. Series have one point for each interval, the oldest first. */
export class ProjectMetricsBody {
  @Id()
  project_id: string;

  @Day({ description: 'First day of the first interval', example: '2026-08-31' })
  from: string;

  @Day({ description: 'Last day of the last interval', example: '2026-11-22' })
  to: string;

  @Choice(intervals, { example: 'week' })
  interval: string;

  @Text({ description: 'Whose midnights the days begin with', example: 'Europe/Berlin' })
  time_zone: string;

  @Integer({ min: 0, max: 100, description: 'Share of its tasks that are done, in percent', example: 40 })
  progress: number;

  @Nested(() => TaskCountsBody, { description: 'As of now' })
  tasks: TaskCountsBody;

  @Nested(() => EffortBody, { description: 'As of now' })
  effort: EffortBody;

  @ListOf(() => CostSumBody, { nullable: true, description: 'By currency; null without `view_costs`' })
  costs: CostSumBody[] | null;

  @Nested(() => DurationBody, { description: 'From creation to completion' })
  lead_time: DurationBody;

  @Nested(() => DurationBody, { description: 'From the first move into work to completion' })
  cycle_time: DurationBody;

  @ListOf(() => ThroughputBody, { max: PERIODS_LIMIT })
  throughput: ThroughputBody[];

  @ListOf(() => BurndownBody, { max: PERIODS_LIMIT })
  burndown: BurndownBody[];

  @ListOf(() => BurnUpBody, { max: PERIODS_LIMIT })
  burn_up: BurnUpBody[];

  @ListOf(() => FlowBody, { max: PERIODS_LIMIT })
  cumulative_flow: FlowBody[];
}
