import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AbsenceDetails } from '../domain/absence.ts';
import { Absences } from '../domain/absences.ts';

/** Moves a time away, or says more about it. */
export class ChangeAbsence {
  constructor(
    readonly actor: Actor,
    readonly absenceId: string,
    readonly details: Partial<AbsenceDetails>,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(ChangeAbsence)
export class ChangeAbsenceHandler implements ICommandHandler<ChangeAbsence, void> {
  constructor(private readonly absences: Absences) {}

  async execute({ actor, absenceId, details, expectedVersion }: ChangeAbsence): Promise<void> {
    const absence = await this.absences.get(absenceId);
    actor.authorize('edit', absence);
    expectVersion(absence, expectedVersion);
    await this.absences.save(absence, ...absence.edit(details));
  }
}
