import { InvalidInput } from '#kernel/index';

/** A date as a person wrote it, and the moment it stands for. */
export interface Moment {
  text: string;
  at: Temporal.Instant;
}

/**
 * Reads `2026-12-01` (the end of that day, or its start, in the zone), an RFC 3339 moment, or an RFC 9557 time with zone.
 */
export function momentOf(text: string, zone: string, pointer: string, edge: 'start' | 'end'): Moment {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
      const day = Temporal.PlainDate.from(text);
      const start = (edge === 'end' ? day.add({ days: 1 }) : day).toZonedDateTime(zone).toInstant();
      return { text, at: edge === 'end' ? start.subtract({ seconds: 1 }) : start };
    }
    return {
      text,
      at: text.includes('[') ? Temporal.ZonedDateTime.from(text).toInstant() : Temporal.Instant.from(text),
    };
  } catch {
    throw new InvalidInput(pointer, 'invalid_date', `"${text}" is neither a day nor a moment with an offset or zone.`);
  }
}
