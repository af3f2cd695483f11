import { changesBetween, type DomainEvent, InvalidInput, newId } from '#kernel/index';

export const absenceKinds = ['leave', 'sick', 'training', 'other'] as const;

/** Days on which somebody takes no work, both ends included. */
export interface AbsenceDetails {
  startsOn: string;
  endsOn: string;
  kind: (typeof absenceKinds)[number];
  note: string;
}

/** A time away. */
export class Absence implements AbsenceDetails {
  readonly organizationId: string;
  readonly id: string;
  readonly userId: string;
  startsOn: string;
  endsOn: string;
  kind: AbsenceDetails['kind'] = 'leave';
  note = '';
  version = 1;
  createdAt: Temporal.Instant;

  constructor(
    owner: { organizationId: string; userId: string },
    details: Partial<AbsenceDetails> & Pick<AbsenceDetails, 'startsOn' | 'endsOn'>,
    at: Temporal.Instant,
  ) {
    this.organizationId = owner.organizationId;
    this.userId = owner.userId;
    this.id = newId(at.epochMilliseconds);
    this.createdAt = at;
    this.apply(details);
  }

  get subjectType(): string {
    return 'Absence';
  }

  planned(): DomainEvent {
    return this.event('absence.planned', changesBetween({}, this.facts()));
  }

  edit(details: Partial<AbsenceDetails>): DomainEvent[] {
    const before = this.facts();
    this.apply(details);
    const changes = changesBetween(before, this.facts());
    return Object.keys(changes).length === 0 ? [] : [this.event('absence.changed', changes)];
  }

  cancelled(): DomainEvent {
    return this.event('absence.cancelled', changesBetween(this.facts(), {}));
  }

  private apply(details: Partial<AbsenceDetails>): void {
    Object.assign(this, details);
    if (this.endsOn < this.startsOn) {
      throw new InvalidInput('/ends_on', 'before_start', 'The last day lies before the first.');
    }
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const data = { user_id: this.userId, starts_on: this.startsOn, ends_on: this.endsOn };
    return { type, subject: { type: 'Absence', id: this.id }, data, changes };
  }

  private facts(): Record<string, unknown> {
    return { starts_on: this.startsOn, ends_on: this.endsOn, kind: this.kind, note: this.note };
  }
}
