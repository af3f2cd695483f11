import { type Actor, InvalidInput } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Skills } from '../domain/skills.ts';

/** Makes one skill of two that mean the same: names, profiles, history and needs of `fromId` become those of `intoId`. */
export class MergeSkills {
  constructor(
    readonly actor: Actor,
    readonly intoId: string,
    readonly fromId: string,
  ) {}
}

@CommandHandler(MergeSkills)
export class MergeSkillsHandler implements ICommandHandler<MergeSkills, void> {
  constructor(private readonly skills: Skills) {}

  async execute({ actor, intoId, fromId }: MergeSkills): Promise<void> {
    if (intoId === fromId) throw new InvalidInput('/from_id', 'same_skill', 'A skill cannot be merged into itself.');
    const into = await this.skills.get(intoId);
    const from = await this.skills.get(fromId);
    actor.authorize('edit', into);
    actor.authorize('delete', from);
    await this.skills.merge(from, into, into.absorb(from), from.deleted());
  }
}
