import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SkillDetails } from '../domain/skill.ts';
import { Skills } from '../domain/skills.ts';

/** Changes what the request names, and only that. */
export class EditSkill {
  constructor(
    readonly actor: Actor,
    readonly skillId: string,
    readonly details: Partial<SkillDetails>,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(EditSkill)
export class EditSkillHandler implements ICommandHandler<EditSkill, void> {
  constructor(private readonly skills: Skills) {}

  async execute({ actor, skillId, details, expectedVersion }: EditSkill): Promise<void> {
    const skill = await this.skills.get(skillId);
    actor.authorize('edit', skill);
    expectVersion(skill, expectedVersion);
    await this.skills.save(skill, ...skill.edit(details));
  }
}
