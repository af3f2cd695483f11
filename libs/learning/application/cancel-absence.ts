import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Absences } from '../domain/absences.ts';

/** Somebody will be there after all. */
export class CancelAbsence {
  constructor(
    readonly actor: Actor,
    readonly absenceId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(CancelAbsence)
export class CancelAbsenceHandler implements ICommandHandler<CancelAbsence, void> {
  constructor(private readonly absences: Absences) {}

  async execute({ actor, absenceId, expectedVersion }: CancelAbsence): Promise<void> {
    const absence = await this.absences.get(absenceId);
    actor.authorize('edit', absence);
    expectVersion(absence, expectedVersion);
    await this.absences.remove(absence, absence.cancelled());
  }
}
