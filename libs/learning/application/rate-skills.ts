import { type Actor, Clock, NotFound } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Learners } from '../domain/learners.ts';
import { personal } from '../domain/learning-permissions.ts';
import { RequiredSkills } from './required-skills.ts';

/** A proficiency (0–100) as a person states it, of a skill by id or name. */
export interface Rating {
  skill_id?: string;
  name?: string;
  proficiency: number;
}

/** States what somebody can do: besides the skills they have, or, where `whole`, instead of them. */
export class RateSkills {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly ratings: readonly Rating[],
    readonly whole: boolean,
  ) {}
}

@CommandHandler(RateSkills)
export class RateSkillsHandler implements ICommandHandler<RateSkills, void> {
  constructor(
    private readonly learners: Learners,
    private readonly skills: RequiredSkills,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, ratings, whole }: RateSkills): Promise<void> {
    actor.authorize('edit', personal('SkillProfile', userId));
    const found = await this.skills.resolve(
      ratings.map(({ skill_id, name, proficiency }) => ({ skill_id, name, level: proficiency })),
      '/skills',
    );
    const [learner] = await this.learners.get([userId]);
    if (!learner) throw new NotFound('member', userId);
    const rated = found.map(({ skill_id, name, level }) => ({ skillId: skill_id, name, proficiency: level }));
    const stays = new Set(rated.map(({ skillId }) => skillId));
    const dropped = whole ? [...learner.skills.keys()].filter((id) => !stays.has(id)) : [];
    await this.learners.save([learner.rate(rated, dropped, actor.userId, this.clock.now())]);
  }
}
