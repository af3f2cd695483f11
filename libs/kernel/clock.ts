/** The only source of the present moment, so that a test can hold time still. */
export abstract class Clock {
  abstract now(): Temporal.Instant;
}

/** The machine's own clock. */
export class SystemClock extends Clock {
  now(): Temporal.Instant {
    return Temporal.Now.instant();
  }
}
