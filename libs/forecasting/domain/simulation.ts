import type { Throughput } from './throughput.ts';

/**
 * The past is looked at through windows of so many weeks at once, each with its weight: short ones follow change, long ones know the
 * rare weeks, and weigh more because they err less.
 */
const WINDOWS = [
  { weeks: 6, weight: 1 },
  { weeks: 12, weight: 2 },
  { weeks: 26, weight: 3 },
  { weeks: 52, weight: 4 },
  { weeks: 104, weight: 4 },
];

/** Fewer weeks than this make a cold start. */
export const LEAST_WEEKS = 6;

/** No forecast looks further than ten years. */
export const HORIZON = 520;

/** Draws future weeks; the last one drawn stands in the fields, so that millions of draws allocate nothing. */
export interface WeekSampler {
  readonly completed: number;
  readonly added: number;
  draw(trial: number): void;
}

/** A sampler for a history as it was after `length` weeks. */
export function weekSampler(history: Throughput, random: () => number, length = history.completed.length): WeekSampler {
  return length < LEAST_WEEKS ? new ColdSampler(history, length, random) : new WindowSampler(history, length, random);
}

/** Trial by trial from another window, in proportion to the weights, and each week of a trial at random from it (Monte Carlo on throughput, Vacanti 2015). */
class WindowSampler implements WeekSampler {
  completed = 0;
  added = 0;
  private readonly windows: readonly number[];

  constructor(
    private readonly history: Throughput,
    private readonly length: number,
    private readonly random: () => number,
  ) {
    this.windows = WINDOWS.filter(({ weeks }) => weeks <= length).flatMap(({ weeks, weight }) =>
      new Array<number>(weight).fill(weeks),
    );
  }

  draw(trial: number): void {
    const window = this.windows[trial % this.windows.length]!;
    const week = this.length - 1 - Math.floor(this.random() * window);
    this.completed = this.history.completed[week]!;
    this.added = this.history.added?.[week] ?? 0;
  }
}

/** Few weeks leave the rate itself uncertain: weeks are Poisson, with a rate per trial from its posterior under Jeffreys' prior. */
class ColdSampler implements WeekSampler {
  completed = 0;
  added = 0;
  private trial = -1;
  private rate = 0;
  private addedRate = 0;

  constructor(
    private readonly history: Throughput,
    private readonly length: number,
    private readonly random: () => number,
  ) {}

  draw(trial: number): void {
    if (trial !== this.trial) {
      this.trial = trial;
      this.rate = this.rateOf(this.history.completed);
      this.addedRate = this.history.added ? this.rateOf(this.history.added) : 0;
    }
    this.completed = poisson(this.rate, this.random);
    this.added = this.addedRate && poisson(this.addedRate, this.random);
  }

  private rateOf(counts: readonly number[]): number {
    const total = counts.slice(0, this.length).reduce((sum, count) => sum + count, 0);
    return gammaOfHalves(2 * total + 1, this.random) / Math.max(1, this.length);
  }
}

/** Gamma variate of shape `halves / 2` and scale 1, as a sum of exponentials and at most one half of a squared normal. O(halves). */
function gammaOfHalves(halves: number, random: () => number): number {
  const exponential = () => -Math.log(1 - random());
  let sum = halves % 2 ? exponential() * Math.cos(2 * Math.PI * random()) ** 2 : 0;
  for (let whole = 0; whole < Math.floor(halves / 2); whole++) sum += exponential();
  return sum;
}

/** Poisson variate by the gaps of its process. O(rate). */
function poisson(rate: number, random: () => number): number {
  let count = -1;
  for (let time = 0; time <= rate; count++) time -= Math.log(1 - random());
  return count;
}

/** Items completed within `weeks`, one sum per trial, sorted. O(trials · (weeks + log trials)). */
export function simulateCounts(sampler: WeekSampler, weeks: number, trials: number): Float64Array {
  const sums = new Float64Array(trials);
  for (let trial = 0; trial < trials; trial++) {
    for (let week = 0; week < weeks; week++) {
      sampler.draw(trial);
      sums[trial]! += sampler.completed;
    }
  }
  return sums.sort();
}

/**
 * Weeks until `remaining` items and all that is added meanwhile are done, one per trial, sorted; `Infinity` beyond ten years. Within
 * the last week items are taken as evenly spread. O(trials · weeks).
 */
export function simulateFinish(sampler: WeekSampler, remaining: number, trials: number): Float64Array {
  const finish = new Float64Array(trials).fill(Infinity);
  for (let trial = 0; trial < trials; trial++) {
    let left = remaining;
    for (let week = 0; week < HORIZON; week++) {
      sampler.draw(trial);
      const { completed } = sampler;
      left += sampler.added;
      if (completed > 0 && left <= completed) {
        finish[trial] = week + Math.max(0, left) / completed;
        break;
      }
      left -= completed;
    }
  }
  return finish.sort();
}

/** The least value that at least the share `level` (0 to 1) of sorted values does not exceed. */
export function quantile(sorted: Float64Array, level: number): number {
  const at = Math.ceil(level * sorted.length) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, at))]!;
}
