import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '#kernel/index';
import { checkThroughput, weeklyThroughput } from './throughput.ts';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('Weekly throughput', () => {
  it('counts in weeks that end the day before the day of the forecast', () => {
    const dates = ['2026-01-01', '2026-01-14', '2026-01-15', '2026-01-21', '2026-01-22'].map(day);
    expect(weeklyThroughput(dates, day('2026-01-22'))).toEqual({ completed: [1, 1, 2] });
  });

  it('counts what was added in the same weeks', () => {
    const history = weeklyThroughput([day('2026-01-08')], day('2026-01-22'), [day('2025-12-01'), day('2026-01-20')]);
    expect(history).toEqual({ completed: [1, 0], added: [0, 1] });
  });

  it('refuses an empty history with a pointer', () => {
    expect(() => weeklyThroughput([day('2026-02-01')], day('2026-01-22'))).toThrow(InvalidInput);
    expect(() => checkThroughput({ completed: [0, 0] })).toThrow(/nothing to forecast from/);
    expect(() => checkThroughput({ completed: [1, NaN] })).toThrow(/\/completed\/1/);
    expect(() => checkThroughput({ completed: [1, 2], added: [1] })).toThrow(/as many weeks/);
  });
});
