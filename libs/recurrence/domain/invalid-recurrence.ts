import { DomainError } from '#kernel/index';

/** A rule, date or property that RFC 5545 (or RFC 7529) forbids; names the part and the section. */
export class InvalidRecurrence extends DomainError {
  constructor(
    /** The rule part or property at fault, as RFC 5545 spells it: `BYHOUR`, `UNTIL`, `DTSTART`. */
    readonly part: string,
    message: string,
    readonly reference: string = 'RFC 5545 §3.3.10',
  ) {
    const detail = `${part}: ${message} (${reference})`;
    super('invalid', 'invalid_recurrence', detail, { part, reference }, [
      { pointer: `/${part.toLowerCase()}`, code: 'invalid_recurrence', detail },
    ]);
  }
}

/** A question whose answer would be too long to give in one piece. */
export class TooManyOccurrences extends DomainError {
  constructor(readonly limit: number) {
    super('limited', 'too_many_occurrences', `More than ${limit} occurrences: ask for a shorter time.`, { limit });
  }
}
