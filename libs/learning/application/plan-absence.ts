import { type Actor, Clock } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Absence, type AbsenceDetails } from '../domain/absence.ts';
import { Absences } from '../domain/absences.ts';
import { personal } from '../domain/learning-permissions.ts';

/** Says when somebody will be away. */
export class PlanAbsence {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly details: Partial<AbsenceDetails> & Pick<AbsenceDetails, 'startsOn' | 'endsOn'>,
  ) {}
}

@CommandHandler(PlanAbsence)
export class PlanAbsenceHandler implements ICommandHandler<PlanAbsence, string> {
  constructor(
    private readonly absences: Absences,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, details }: PlanAbsence): Promise<string> {
    actor.authorize('edit', personal('Absence', userId));
    const owner = { organizationId: actor.organizationId, userId };
    const absence = new Absence(owner, details, this.clock.now());
    await this.absences.add(absence, absence.planned());
    return absence.id;
  }
}
