import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Skills } from '../domain/skills.ts';

/** Takes a skill out of the catalogue and out of every profile; tasks keep what they asked for. */
export class DeleteSkill {
  constructor(
    readonly actor: Actor,
    readonly skillId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(DeleteSkill)
export class DeleteSkillHandler implements ICommandHandler<DeleteSkill, void> {
  constructor(private readonly skills: Skills) {}

  async execute({ actor, skillId, expectedVersion }: DeleteSkill): Promise<void> {
    const skill = await this.skills.get(skillId);
    actor.authorize('delete', skill);
    expectVersion(skill, expectedVersion);
    await this.skills.remove(skill, skill.deleted());
  }
}
