import type { DomainEvent } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import type { FinishedTask } from '../domain/finished-task.ts';
import { Learner, type Progress } from '../domain/learner.ts';
import { Learners } from '../domain/learners.ts';
import type { LearningLog, Standing } from '../domain/learning-log.ts';
import { finishedTask, learningLog, rewriteLog, saveProgress } from './learner-statements.ts';

interface LearnerRow {
  user_id: string;
  score: number | null;
  counted: boolean;
  skills: Record<string, { proficiency: number; last_used_at: string | null }> | null;
}

@Injectable()
export class PostgresLearners extends Learners {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  finishedTask(taskId: string): Promise<FinishedTask | undefined> {
    return finishedTask(this.database, taskId);
  }

  async get(userIds: readonly string[], about: { skillIds?: readonly string[]; taskId?: string } = {}) {
    await this.lock(userIds);
    const organizationId = currentOrganizationId();
    const { skillIds, taskId = null } = about;
    const some = skillIds ? sql`and s.skill_id = any(${[...skillIds]}::uuid[])` : sql``;
    const rows = await this.database.rows<LearnerRow>(sql`
      select m.user_id, p.score, exists (
          select from performance_log l where l.organization_id = m.organization_id and l.user_id = m.user_id
            and l.task_id = ${taskId}::uuid) as counted,
        (select jsonb_object_agg(s.skill_id, jsonb_build_object('proficiency', s.proficiency, 'last_used_at', s.last_used_at))
          from skill_profiles s where s.organization_id = m.organization_id and s.user_id = m.user_id ${some}) as skills
      from members m
      left join performances p on p.organization_id = m.organization_id and p.user_id = m.user_id
      where m.organization_id = ${organizationId} and m.user_id = any(${[...userIds]}::uuid[])
      order by m.user_id`);
    return rows.map(learnerOf);
  }

  async save(progress: readonly Progress[]): Promise<void> {
    await saveProgress(this.database, currentOrganizationId(), progress);
    this.unitOfWork.raise(...progress.flatMap(({ events }) => events));
  }

  async whoLearntFrom(taskId: string): Promise<string[]> {
    const rows = await this.database.rows<{ user_id: string }>(sql`
      select user_id from performance_log where organization_id = ${currentOrganizationId()} and task_id = ${taskId}
      union
      select user_id from skill_changes where organization_id = ${currentOrganizationId()} and task_id = ${taskId}
      order by user_id`);
    return rows.map(({ user_id }) => user_id);
  }

  async logOf(userId: string): Promise<LearningLog> {
    await this.lock([userId]);
    return learningLog(this.database, currentOrganizationId(), userId);
  }

  async rewrite(log: LearningLog, standing: Standing, ...events: DomainEvent[]): Promise<void> {
    await this.unitOfWork.manager();
    await rewriteLog(this.database, currentOrganizationId(), log, standing);
    this.unitOfWork.raise(...events);
  }

  /** One after the other, always in the same order, so that two tasks of the same people never wait for each other. */
  private async lock(userIds: readonly string[]): Promise<void> {
    await this.unitOfWork.manager();
    const keys = [...userIds].sort().map((id) => `learning ${id}`);
    await this.database.rows(sql`
      select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(${keys}::text[]) as key`);
  }
}

function learnerOf({ user_id, score, counted, skills }: LearnerRow): Learner {
  const inHand = Object.entries(skills ?? {}).map(([skillId, { proficiency, last_used_at }]) => {
    return [skillId, { proficiency, lastUsedAt: last_used_at ? Temporal.Instant.from(last_used_at) : null }] as const;
  });
  return new Learner(user_id, new Map(inHand), score, counted);
}
