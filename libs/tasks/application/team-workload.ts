import { type Actor, Clock } from '#kernel/index';
import { Policies } from '#learning/index';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { performanceOf, type Workload, workloadOf } from '../domain/workload.ts';
import { Workloads } from './workload.ts';

/** How much each active member has to do, the busiest first. */
export class TeamWorkload {
  constructor(
    readonly actor: Actor,
    readonly userIds?: readonly string[],
  ) {}
}

/** One line of a team's workload. */
export interface MemberWorkload extends Workload {
  user_id: string;
  name: string;
}

@QueryHandler(TeamWorkload)
export class TeamWorkloadHandler implements IQueryHandler<TeamWorkload, MemberWorkload[]> {
  constructor(
    private readonly workloads: Workloads,
    private readonly policies: Policies,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userIds }: TeamWorkload): Promise<MemberWorkload[]> {
    const onlyOneself = userIds?.every((id) => id === actor.userId);
    if (!onlyOneself) actor.authorize('view', performanceOf(null));
    const { assignment: policy } = await this.policies.current();
    const people = await this.workloads.summary(policy, this.clock.now(), userIds);
    return people
      .map(({ userId, name, openTasks, plannedHours, weeklyHours }) => {
        return { user_id: userId, name, ...workloadOf(openTasks, plannedHours, weeklyHours) };
      })
      .sort((a, b) => b.planned_hours - a.planned_hours || (a.user_id < b.user_id ? -1 : 1));
  }
}
