import { Policies } from '#learning/index';
import { type Actor, Clock, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { Sight } from './sight.ts';
import type { TeamAnalyticsBody } from './team-dashboard.dto.ts';
import { teamDashboardStatement } from './team-dashboard-statement.ts';
import { analyticsOf } from './team-analytics.ts';

const WEEKS = 12;

/** How a team does. */
@Injectable()
export class TeamDashboard {
  constructor(
    private readonly database: Database,
    private readonly sight: Sight,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  async of(actor: Actor, projectId?: string): Promise<TeamAnalyticsBody> {
    if (projectId) await this.authorize(actor, projectId);
    const { assignment: policy, performance: judging, skill_levels: levels } = await this.policies.current();
    const now = this.clock.now();
    const today = now.toZonedDateTimeISO(actor.timeZone).toPlainDate();
    const thisMonday = today.subtract({ days: today.dayOfWeek - 1 });
    const weeks = Array.from({ length: WEEKS }, (_, index) =>
      thisMonday.subtract({ weeks: WEEKS - 1 - index }).toString(),
    );
    const question = { actor, projectId, policy, levels, now, since: weeks[0]! };
    const row = await this.database.row(teamDashboardStatement(question, this.sight));
    return analyticsOf(row!, weeks, judging, levels);
  }

  /** A project that one may not see is not there; one that one may see but not analyze is refused. */
  private async authorize(actor: Actor, projectId: string): Promise<void> {
    const found = await this.database.row<{ may: boolean }>(sql`
      select ${this.sight.of(actor, 'Project', 'analyze')} as may from projects p
      where p.organization_id = ${actor.organizationId} and p.id = ${projectId} and ${this.sight.of(actor, 'Project')}`);
    if (!found) throw new NotFound('project', projectId);
    if (!found.may) actor.authorize('analyze', { subjectType: 'Project', id: projectId } as never);
  }
}
