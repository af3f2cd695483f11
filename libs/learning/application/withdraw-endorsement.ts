import type { Actor } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { endorsementEvent, Endorsements } from '../domain/endorsements.ts';

/** Takes one's own word back. */
export class WithdrawEndorsement {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly skillId: string,
  ) {}
}

@CommandHandler(WithdrawEndorsement)
export class WithdrawEndorsementHandler implements ICommandHandler<WithdrawEndorsement, void> {
  constructor(private readonly endorsements: Endorsements) {}

  async execute({ actor, userId, skillId }: WithdrawEndorsement): Promise<void> {
    const endorsement = { userId, skillId, endorserId: actor.userId };
    await this.endorsements.withdraw(endorsement, endorsementEvent('skill.endorsement_withdrawn', endorsement));
  }
}
