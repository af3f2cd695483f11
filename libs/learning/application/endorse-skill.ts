import type { Actor } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { endorsementEvent, Endorsements, SelfEndorsement } from '../domain/endorsements.ts';
import { personal } from '../domain/learning-permissions.ts';

/** Vouches for a colleague's skill. */
export class EndorseSkill {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly skillId: string,
    readonly note = '',
  ) {}
}

@CommandHandler(EndorseSkill)
export class EndorseSkillHandler implements ICommandHandler<EndorseSkill, void> {
  constructor(private readonly endorsements: Endorsements) {}

  async execute({ actor, userId, skillId, note }: EndorseSkill): Promise<void> {
    actor.authorize('endorse', personal('SkillProfile', userId));
    if (userId === actor.userId) throw new SelfEndorsement();
    const endorsement = { userId, skillId, endorserId: actor.userId, note };
    await this.endorsements.give(endorsement, endorsementEvent('skill.endorsed', endorsement));
  }
}
