import { Policies } from '#learning/index';
import { type Actor, Clock, NotFound } from '#kernel/index';
import { levelOf, noPerformance } from '#scoring/index';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/postgres/database';
import { loadOf } from '../domain/load.ts';
import { Sight } from './sight.ts';
import type { UserDashboardBody } from './user-dashboard.dto.ts';
import { userDashboardStatement } from './user-dashboard-statement.ts';

/** What a person has before them and how they do. */
@Injectable()
export class UserDashboard {
  constructor(
    private readonly database: Database,
    private readonly sight: Sight,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  /** All but the suggestions, which live longer. */
  async of(actor: Actor, userId: string): Promise<Omit<UserDashboardBody, 'ai_suggestions'>> {
    const { assignment, performance: judging, skill_levels } = await this.policies.current();
    const statement = userDashboardStatement(actor, userId, this.sight, assignment, this.clock.now());
    const row = await this.database.row(statement);
    if (!row) throw new NotFound('member', userId);
    const { score, tasks_completed, tasks_on_time } = row.performance ?? {
      score: noPerformance(judging).score,
      tasks_completed: 0,
      tasks_on_time: 0,
    };
    return {
      user_id: userId,
      name: row.name,
      active_projects: row.active_projects,
      active_tasks: row.active_tasks,
      performance: {
        score,
        on_time_ratio: tasks_completed === 0 ? null : tasks_on_time / tasks_completed,
        tasks_completed,
        level: levelOf(score, judging.levels),
      },
      top_skills: row.top_skills.map((skill) => ({ ...skill, level: levelOf(skill.proficiency, skill_levels) })),
      workload: loadOf(row.open_tasks, row.planned_hours, row.weekly_hours),
    };
  }
}
