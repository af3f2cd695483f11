import type { AssignmentPolicy } from '#assignment/index';
import { type Actor, Clock, NotFound } from '#kernel/index';
import { Policies } from '#learning/index';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import {
  type DaysAway,
  outlook,
  performanceOf,
  type TaskInHand,
  type Workload,
  workloadOf,
  type WorkloadWeek,
} from '../domain/workload.ts';

/** How much a person has to do, now and in the coming weeks. */
export class WorkloadOf {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly weeks = 8,
  ) {}
}

/** A person's workload. */
export interface PersonWorkload extends Workload {
  user_id: string;
  name: string;
  weeks: WorkloadWeek[];
}

/** What a person has in hand. */
export interface TasksInHand {
  userId: string;
  name: string;
  timeZone: string;
  weeklyHours: number;
  absences: DaysAway[];
  tasks: TaskInHand[];
}

/** What people have in hand. */
export abstract class Workloads {
  /** One person with their open tasks; undefined for no member. */
  abstract of(userId: string): Promise<TasksInHand | undefined>;
  /** Hours a week and open tasks of several people, or of every active member, in one statement. */
  abstract summary(
    policy: AssignmentPolicy,
    now: Temporal.Instant,
    userIds?: readonly string[],
  ): Promise<{ userId: string; name: string; weeklyHours: number; plannedHours: number; openTasks: number }[]>;
}

@QueryHandler(WorkloadOf)
export class WorkloadOfHandler implements IQueryHandler<WorkloadOf, PersonWorkload> {
  constructor(
    private readonly workloads: Workloads,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, weeks }: WorkloadOf): Promise<PersonWorkload> {
    if (userId !== actor.userId) actor.authorize('view', performanceOf(userId));
    const inHand = await this.workloads.of(userId);
    if (!inHand) throw new NotFound('member', userId);
    const now = this.clock.now();
    const { assignment: policy } = await this.policies.current();
    const [summary] = await this.workloads.summary(policy, now, [userId]);
    const { openTasks = 0, plannedHours = 0 } = summary ?? {};
    return {
      user_id: userId,
      name: inHand.name,
      ...workloadOf(openTasks, plannedHours, inHand.weeklyHours),
      weeks: outlook(inHand.tasks, inHand, policy, now, weeks, inHand.timeZone),
    };
  }
}
