const dayForm = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;
const first = Temporal.Instant.from('0001-01-01T00:00Z').epochMilliseconds;
const last = Temporal.Instant.from('9999-12-31T23:59:59.999Z').epochMilliseconds;

/** Whether a value is a day of the years 1–9999 in ISO 8601, which exists in the calendar. */
export function isPlainDate(value: unknown): value is string {
  return typeof value === 'string' && dayForm.test(value) && parses(() => Temporal.PlainDate.from(value));
}

/** Whether a value is a moment of the years 1–9999 (UTC) with an offset, as RFC 3339 writes it. */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string' || !instantForm.test(value)) return false;
  return parses(() => {
    const { epochMilliseconds } = Temporal.Instant.from(value);
    if (epochMilliseconds < first || epochMilliseconds > last) throw new RangeError(value);
  });
}

function parses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
