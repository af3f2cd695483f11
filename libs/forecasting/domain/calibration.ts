import { quantile, simulateCounts, weekSampler } from './simulation.ts';
import type { Throughput } from './throughput.ts';

/** How far one miss moves a level; larger follows faster and forecasts wider. Rare percentiles move in proportion to their rarity. */
const GAIN = 0.04;
const RARE = 0.15;
/** Weeks of history before the first replayed forecast. */
const WARM_UP = 26;
/** Fewer replayed forecasts than this say nothing about calibration. */
const LEAST_FORECASTS = 20;
const TRIALS = 400;

/** How one percentile has done in the past of this very history. */
export interface Calibration {
  /** In per cent, as asked for. */
  readonly percentile: number;
  /** Share of replayed forecasts that came true, in per cent; null while there are too few. */
  readonly observed: number | null;
  /** The same for plain Monte Carlo without calibration. */
  readonly uncalibrated: number | null;
  readonly forecasts: number;
}

/** Calibrations, and the level of the simulated counts at which each percentile is to be read now. */
export interface Replay {
  readonly levels: readonly number[];
  readonly measured: readonly Calibration[];
}

/**
 * Goes through the past in steps of `weeks`, up to today, forecasts each step from what was known before it and learns from what came:
 * after a miss a percentile is read at a more careful level, after a hit at a bolder one, so that in the long run as many promises
 * are kept as were meant to, whatever the history is like (adaptive conformal inference, Gibbs & Candès 2021). O(history).
 */
export function replay(
  history: Throughput,
  weeks: number,
  percentiles: readonly number[],
  random: () => number,
): Replay {
  const { completed } = history;
  const targets = percentiles.map((percentile) => 1 - percentile / 100);
  const levels = [...targets];
  const kept = { calibrated: targets.map(() => 0), plain: targets.map(() => 0) };
  const forecasts = Math.max(0, Math.floor((completed.length - WARM_UP) / weeks));
  for (let made = 0; made < forecasts; made++) {
    const now = completed.length - (forecasts - made) * weeks;
    const counts = simulateCounts(weekSampler(history, random, now), weeks, TRIALS);
    const actual = completed.slice(now, now + weeks).reduce((sum, count) => sum + count, 0);
    targets.forEach((target, at) => {
      const missed = actual < atLeast(counts, levels[at]!) ? 1 : 0;
      kept.calibrated[at]! += 1 - missed;
      kept.plain[at]! += actual < atLeast(counts, target) ? 0 : 1;
      const gain = GAIN * Math.min(1, Math.min(target, 1 - target) / RARE);
      levels[at] = Math.min(1, Math.max(0, levels[at]! + gain * (target - missed)));
    });
  }
  const share = (count: number) => (forecasts < LEAST_FORECASTS ? null : (100 * count) / forecasts);
  return {
    levels,
    measured: percentiles.map((percentile, at) => ({
      percentile,
      observed: share(kept.calibrated[at]!),
      uncalibrated: share(kept.plain[at]!),
      forecasts,
    })),
  };
}

/** The count that is reached with probability 1 − `level`; a level of 0 promises nothing. */
export function atLeast(counts: Float64Array, level: number): number {
  return level <= 0 ? 0 : quantile(counts, level);
}
