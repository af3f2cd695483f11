import { changesBetween, type DomainEvent, InvalidInput, type Subject } from '#kernel/index';

/** What its administrators may change about an organization. */
export interface OrganizationDetails {
  name: string;
  timeZone: string;
}

/** A tenant: its people, its roles, and the time zone where a bare day begins and ends. */
export class Organization implements OrganizationDetails, Subject {
  readonly id: string;
  readonly slug: string;
  name: string;
  timeZone: string;
  version: number;

  get subjectType(): string {
    return 'Organization';
  }

  edit(details: Partial<OrganizationDetails>): DomainEvent | undefined {
    if (details.timeZone !== undefined) checkTimeZone(details.timeZone);
    const before = this.facts();
    Object.assign(this, details);
    const changes = changesBetween(before, this.facts());
    if (Object.keys(changes).length === 0) return undefined;
    const subject = { type: 'Organization', id: this.id };
    return { type: 'organization.updated', subject, data: { fields: Object.keys(changes) }, changes };
  }

  private facts() {
    return { name: this.name, time_zone: this.timeZone };
  }
}

/** Refuses what is no zone of the IANA time zone database. */
export function checkTimeZone(timeZone: string): void {
  try {
    if (/^[+-]/.test(timeZone)) throw new RangeError('an offset knows no summer time');
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch {
    throw new InvalidInput('/time_zone', 'unknown_time_zone', `"${timeZone}" is no time zone such as "Europe/Berlin".`);
  }
}
