import { Clock } from '../clock.ts';

/** A clock that stands still until a test moves it. */
export class FixedClock extends Clock {
  constructor(private moment = Temporal.Instant.from('2026-01-05T09:00:00Z')) {
    super();
  }

  now(): Temporal.Instant {
    return this.moment;
  }

  advance(duration: Temporal.DurationLike): void {
    this.moment = this.moment.add(duration);
  }
}
