import { InvalidInput } from '#kernel/index';
import { seededRandom } from '#scheduling/index';
import { atLeast, replay, type Calibration } from './calibration.ts';
import { HORIZON, LEAST_WEEKS, quantile, simulateCounts, simulateFinish, weekSampler } from './simulation.ts';
import { checkThroughput, type Throughput } from './throughput.ts';

const TRIALS = 4_000;
const DEFAULT_PERCENTILES = [50, 70, 85, 95];
/** Horizons in weeks at which calibration is learnt; a forecast takes the nearest. */
const REPLAYED_HORIZONS = [1, 2, 4, 8, 13, 26];

/** What every forecast says about itself. */
interface Forecast {
  /** Fewer than six weeks of history: the percentiles rest on the average rate alone and are not calibrated. */
  readonly coldStart: boolean;
  readonly weeksOfHistory: number;
  /** How often forecasts of this history kept their promise at about this horizon. */
  readonly calibration: readonly Calibration[];
}

/** "With `percentile` per cent confidence at least so many." */
export interface CountForecast extends Forecast {
  readonly percentiles: readonly { readonly percentile: number; readonly atLeast: number }[];
}

/** "With `percentile` per cent confidence within so many weeks"; null: not within ten years. */
export interface FinishForecast extends Forecast {
  readonly percentiles: readonly { readonly percentile: number; readonly weeks: number | null }[];
}

/** `percentiles` in (0, 100), ascending in the answer; the same seed gives the same forecast. */
export interface ForecastOptions {
  readonly percentiles?: readonly number[];
  readonly seed?: number;
}

/**
 * How many items will be completed in the next `weeks` (whole, 1 to 520). Throws `InvalidInput` on an empty or faulty history.
 * O((history + 4,000) · weeks).
 */
export function howMany(history: Throughput, weeks: number, options: ForecastOptions = {}): CountForecast {
  checkThroughput(history);
  checkWhole('/weeks', weeks, 1, HORIZON);
  const percentiles = checkedPercentiles(options.percentiles);
  const random = seededRandom(options.seed ?? 1);
  const { levels, forecast } = calibrated(history, weeks, percentiles, random);
  const counts = simulateCounts(weekSampler(history, random), weeks, TRIALS);
  return {
    ...forecast,
    percentiles: percentiles.map((percentile, at) => ({ percentile, atLeast: atLeast(counts, levels[at]!) })),
  };
}

/**
 * When `remaining` items (whole, from 1), and all that is added meanwhile at the pace of the past, will be done. That N items take at
 * most h weeks is the same event as at least N items in h weeks, so both answers share their calibration. Throws `InvalidInput`.
 * O(history · weeks + 4,000 · weeks).
 */
export function whenDone(history: Throughput, remaining: number, options: ForecastOptions = {}): FinishForecast {
  checkThroughput(history);
  checkWhole('/remaining', remaining, 1, 1_000_000);
  const percentiles = checkedPercentiles(options.percentiles);
  const random = seededRandom(options.seed ?? 1);
  const finish = simulateFinish(weekSampler(history, random), remaining, TRIALS);
  const { levels, forecast } = calibrated(history, quantile(finish, 0.5), percentiles, random);
  return {
    ...forecast,
    percentiles: percentiles.map((percentile, at) => {
      const weeks = quantile(finish, 1 - levels[at]!);
      return { percentile, weeks: Number.isFinite(weeks) ? weeks : null };
    }),
  };
}

function calibrated(history: Throughput, weeks: number, percentiles: readonly number[], random: () => number) {
  const distance = (horizon: number) => Math.abs(Math.log(horizon / Math.max(1, weeks)));
  const nearest = REPLAYED_HORIZONS.reduce((best, horizon) => (distance(horizon) < distance(best) ? horizon : best));
  const { levels, measured } = replay(history, nearest, percentiles, random);
  const weeksOfHistory = history.completed.length;
  return {
    // Levels learn one by one; a more careful percentile must never promise more.
    levels: [...levels].sort((a, b) => b - a),
    forecast: { coldStart: weeksOfHistory < LEAST_WEEKS, weeksOfHistory, calibration: measured },
  };
}

function checkedPercentiles(percentiles: readonly number[] = DEFAULT_PERCENTILES): readonly number[] {
  percentiles.forEach((percentile, at) => {
    if (percentile > 0 && percentile < 100) return;
    throw new InvalidInput(
      `/percentiles/${at}`,
      'percentile_out_of_range',
      `/percentiles/${at} must lie between 0 and 100.`,
    );
  });
  return percentiles.toSorted((a, b) => a - b);
}

function checkWhole(pointer: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new InvalidInput(pointer, 'number_out_of_range', `${pointer} must be a whole number from ${least} to ${most}.`);
}
