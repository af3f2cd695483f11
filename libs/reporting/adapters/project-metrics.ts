import { type Actor, Clock, NotFound } from '#kernel/index';
import { statusCategories } from '#projects/index';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/postgres/database';
import { burn, cumulativeFlow } from '../domain/flow.ts';
import { spanOf } from '../domain/periods.ts';
import type { DurationBody, ProjectMetricsBody, ProjectMetricsQuery } from './project-metrics.dto.ts';
import { type Durations, projectMetricsStatement } from './project-metrics-statement.ts';
import { Sight } from './sight.ts';

/** How a project goes: where its tasks stand, how they flow, what they take. */
@Injectable()
export class ProjectMetrics {
  constructor(
    private readonly database: Database,
    private readonly sight: Sight,
    private readonly clock: Clock,
  ) {}

  async of(actor: Actor, projectId: string, query: ProjectMetricsQuery): Promise<ProjectMetricsBody> {
    const span = spanOf(query, this.clock.now(), actor.timeZone);
    const row = await this.database.row(projectMetricsStatement(actor, projectId, span, this.sight));
    if (!row) throw new NotFound('project', projectId);
    const project = { subjectType: 'Project', id: projectId } as const;
    if (!row.may_analyze) actor.authorize('analyze', project);
    const tasks = { subjectType: 'Task', projectId } as const;
    const { periods } = span;
    const burnt = burn(row.arrivals, periods.length);
    const flow = cumulativeFlow(row.moves, statusCategories, periods.length);
    return {
      project_id: projectId,
      from: periods[0]!.from,
      to: periods.at(-1)!.to,
      interval: query.interval ?? 'week',
      time_zone: actor.timeZone,
      progress: row.progress,
      tasks: {
        ...row.counts,
        by_category: statusCategories.map((category) => {
          const found = row.statuses.filter(({ status_category }) => status_category === category);
          return { status_category: category, tasks: found.reduce((sum, { tasks }) => sum + tasks, 0) };
        }),
        by_status: row.statuses,
      },
      effort: row.effort,
      costs: actor.may('view', tasks, 'cost') || row.costs.length > 0 ? row.costs : null,
      lead_time: daysOf(row.lead),
      cycle_time: daysOf(row.cycle),
      throughput: periods.map(({ from, to }, index) => {
        const { created, completed } = burnt[index]!;
        return { from, to, created, completed };
      }),
      burndown: periods.map(({ to }, index) => {
        const { scope, done, scope_hours, done_hours } = burnt[index]!;
        return { date: to, open_tasks: scope - done, open_hours: hundredths(scope_hours - done_hours) };
      }),
      burn_up: periods.map(({ to }, index) => {
        const { scope, done, scope_hours, done_hours } = burnt[index]!;
        const hours = { scope_hours: hundredths(scope_hours), done_hours: hundredths(done_hours) };
        return { date: to, scope_tasks: scope, done_tasks: done, ...hours };
      }),
      cumulative_flow: periods.map(({ to }, index) => ({ date: to, ...flow[index]! })),
    };
  }
}

function daysOf({ tasks, mean, percentiles }: Durations): DurationBody {
  const [p50, p85, p95] = percentiles ?? [null, null, null];
  return { tasks, mean: rounded(mean), p50: rounded(p50), p85: rounded(p85), p95: rounded(p95) };
}

const hundredths = (value: number) => Math.round(value * 100) / 100;
const rounded = (value: number | null) => (value === null ? null : hundredths(value));
