import { FixedClock } from '#kernel/testing/fixed-clock';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FREE_GUESSES, GuessCount } from './auth-guesses.ts';

const now = new FixedClock().now();
const at = (minutes: number) => now.add({ minutes });

describe('A count of guesses', () => {
  const lockedFor = (count: GuessCount, moment: Temporal.Instant) =>
    count.lockedUntil ? moment.until(count.lockedUntil).total('minutes') : 0;

  it('lets people mistype nine times, then locks for a minute', () => {
    const count = new GuessCount('ada');
    for (let guess = 1; guess < FREE_GUESSES; guess++) {
      count.attempt(now);
      expect(count.lockedUntil).toBeNull();
    }
    count.attempt(now);
    expect(lockedFor(count, now)).toBe(1);
    expect(() => count.attempt(now.add({ seconds: 30 }))).toThrow('try again in 30 s');
    expect(count.failures).toBe(FREE_GUESSES);
  });

  it('locks twice as long each further time, up to an hour', () => {
    const count = new GuessCount('ada', FREE_GUESSES - 1, null, now);
    const locks: number[] = [];
    let moment = now;
    for (let guess = 0; guess < 9; guess++) {
      count.attempt(moment);
      locks.push(lockedFor(count, moment));
      moment = count.lockedUntil!;
    }
    expect(locks).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('starts anew after a day of peace', () => {
    const count = new GuessCount('ada', 30, at(60), now);
    count.attempt(at(24 * 60));
    expect([count.failures, count.lockedUntil]).toEqual([1, null]);
  });

  it('never allows more than a few dozen guesses a day, however they are spread', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 400 }), (waits) => {
        const count = new GuessCount('ada');
        let minute = 0;
        let checked = 0;
        for (const wait of waits) {
          minute += wait;
          if (minute >= 24 * 60) break;
          try {
            count.attempt(at(minute));
            checked++;
          } catch {
            continue;
          }
        }
        expect(checked).toBeLessThanOrEqual(FREE_GUESSES + 6 + 24);
      }),
    );
  });
});
