import { type Actor, NotFound } from '#kernel/index';
import { levelOf } from '#scoring/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { performanceUpdated } from '../domain/learner.ts';
import { Learners } from '../domain/learners.ts';
import { replayed } from '../domain/learning-log.ts';
import { personal } from '../domain/learning-permissions.ts';
import { Policies } from '../domain/policies.ts';

/** Works out somebody's skills and performance from their log anew: the same numbers, unless the policies changed. */
export class RebuildPerformance {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
  ) {}
}

/** The score that stood there, and the one that the log gives. */
export interface Rebuilt {
  before: number;
  after: number;
}

@CommandHandler(RebuildPerformance)
export class RebuildPerformanceHandler implements ICommandHandler<RebuildPerformance, Rebuilt> {
  constructor(
    private readonly learners: Learners,
    private readonly policies: Policies,
  ) {}

  async execute({ actor, userId }: RebuildPerformance): Promise<Rebuilt> {
    actor.authorize('edit', personal('Performance', userId));
    const [learner] = await this.learners.get([userId]);
    if (!learner) throw new NotFound('member', userId);
    const policies = await this.policies.current();
    const log = await this.learners.logOf(userId);
    const rebuilt = replayed(log, policies);
    const after = rebuilt.standing.score;
    const before = log.performance.at(-1)?.after ?? after;
    const level = levelOf(after, policies.performance.levels);
    const told = before === after ? [] : [performanceUpdated(userId, { cause: 'rebuilt', before, after, level })];
    await this.learners.rewrite(rebuilt.log, rebuilt.standing, ...told);
    return { before, after };
  }
}
