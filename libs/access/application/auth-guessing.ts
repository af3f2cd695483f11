import type { Clock } from '#kernel/index';
import type { Guesses } from '../domain/auth-guesses.ts';

/** Lets somebody prove something, and fewer and fewer times who fails. */
export class Guessing {
  constructor(
    private readonly guesses: Guesses,
    private readonly clock: Clock,
  ) {}

  /** What `check` finds; finding nothing was a wrong guess at `key`, and too many of them are refused unchecked. */
  async at<T>(key: string, check: () => Promise<T | undefined>): Promise<T | undefined> {
    await this.guesses.change(key, (count) => count.attempt(this.clock.now()));
    const found = await check();
    if (found !== undefined) await this.guesses.clear(key);
    return found;
  }

  forgive(key: string): Promise<void> {
    return this.guesses.clear(key);
  }
}
