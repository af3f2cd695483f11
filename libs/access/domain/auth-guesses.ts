import { TooManyGuesses } from './account-errors.ts';

/** So many wrong guesses in a row cost nothing; people mistype. */
export const FREE_GUESSES = 10;
const FIRST_LOCK = Temporal.Duration.from({ minutes: 1 });
const LONGEST_LOCK = Temporal.Duration.from({ hours: 1 });
const FORGOTTEN_AFTER = Temporal.Duration.from({ hours: 24 });

/** How often somebody has guessed wrong at one thing, and until when nobody may guess again. */
export class GuessCount {
  constructor(
    readonly key: string,
    public failures = 0,
    public lockedUntil: Temporal.Instant | null = null,
    public lastAt: Temporal.Instant | null = null,
  ) {}

  /**
   * Counts a guess before it is checked, so that guesses at the same moment count too. From the tenth on, the lock lasts
   * a minute and doubles with each further guess, up to an hour; a day without guesses wipes the slate.
   */
  attempt(at: Temporal.Instant): void {
    if (this.lockedUntil && Temporal.Instant.compare(at, this.lockedUntil) < 0) {
      throw new TooManyGuesses(Math.ceil(at.until(this.lockedUntil).total('seconds')));
    }
    const isForgotten = this.lastAt && Temporal.Instant.compare(this.lastAt.add(FORGOTTEN_AFTER), at) <= 0;
    this.failures = isForgotten ? 1 : this.failures + 1;
    this.lastAt = at;
    this.lockedUntil = this.failures < FREE_GUESSES ? null : at.add(lockAfter(this.failures));
  }
}

function lockAfter(failures: number): Temporal.Duration {
  const minutes = FIRST_LOCK.minutes * 2 ** Math.min(failures - FREE_GUESSES, 10);
  return minutes < LONGEST_LOCK.total('minutes') ? Temporal.Duration.from({ minutes }) : LONGEST_LOCK;
}

/** Where counts live, for known and unknown addresses alike. */
export abstract class Guesses {
  /** Lets `count` change alone among all processes; what throws changes nothing. */
  abstract change(key: string, by: (count: GuessCount) => void): Promise<void>;
  abstract clear(key: string): Promise<void>;
}
