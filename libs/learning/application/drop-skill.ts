import { type Actor, Clock, NotFound } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Learners } from '../domain/learners.ts';
import { personal } from '../domain/learning-permissions.ts';

/** Takes one skill, or all of them, out of somebody's profile. */
export class DropSkill {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly skillId?: string,
  ) {}
}

@CommandHandler(DropSkill)
export class DropSkillHandler implements ICommandHandler<DropSkill, void> {
  constructor(
    private readonly learners: Learners,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, skillId }: DropSkill): Promise<void> {
    actor.authorize('edit', personal('SkillProfile', userId));
    const [learner] = await this.learners.get([userId]);
    if (!learner) throw new NotFound('member', userId);
    if (skillId && !learner.skills.has(skillId)) throw new NotFound('skill', skillId);
    const dropped = skillId ? [skillId] : [...learner.skills.keys()];
    await this.learners.save([learner.rate([], dropped, actor.userId, this.clock.now())]);
  }
}
