import { type Actor, Clock } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Skill, type SkillDetails } from '../domain/skill.ts';
import { Skills } from '../domain/skills.ts';

/** Puts a skill into the catalogue. */
export class CreateSkill {
  constructor(
    readonly actor: Actor,
    readonly details: Partial<SkillDetails> & { name: string },
  ) {}
}

@CommandHandler(CreateSkill)
export class CreateSkillHandler implements ICommandHandler<CreateSkill, string> {
  constructor(
    private readonly skills: Skills,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, details }: CreateSkill): Promise<string> {
    actor.authorize('create', 'Skill');
    const skill = new Skill(actor.organizationId, details, this.clock.now());
    await this.skills.add(skill, skill.created());
    return skill.id;
  }
}
