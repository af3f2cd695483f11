/**
 * Prequential test of four-week forecasts: every fourth week forecast from what was known then, judged by what came. Beside it plain
 * Monte Carlo on the last twelve weeks. Build bench, kernel, scheduling and forecasting with swc into dist, then:
 * node dist/bench/forecasting.bench.js [weeks between forecasts, default 4]
 */
import { existsSync } from 'node:fs';
import { howMany, whenDone } from '#forecasting/index';
import { seededRandom } from '#scheduling/index';
import { readHistories } from './forecasting-histories.ts';

const file = '../shared/data/histories/apache-issues.csv';
const step = Number(process.argv[2] ?? 4);
const WEEKS = 4;
const WARM_UP = 26;
const percentiles = [5, 15, 30, 50, 70, 85, 95];

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** "At least" forecasts of plain Monte Carlo: weeks at random from the last twelve. */
function plain(past: readonly number[]): number[] {
  const random = seededRandom(past.length);
  const week = () => past[past.length - 1 - Math.floor(random() * Math.min(12, past.length))]!;
  const counts = Float64Array.from({ length: 2_000 }, () => week() + week() + week() + week()).sort();
  return percentiles.map((percentile) => counts[Math.max(0, Math.ceil((1 - percentile / 100) * counts.length) - 1)]!);
}

const pinball = (actual: number, promised: number, level: number) =>
  actual >= promised ? level * (actual - promised) : (1 - level) * (promised - actual);

interface Score {
  loss: number;
  kept: number[];
}
const score = (): Score => ({ loss: 0, kept: percentiles.map(() => 0) });
function judge(into: Score, promised: readonly number[], actual: number): void {
  promised.forEach((count, at) => {
    into.loss += pinball(actual, count, 1 - percentiles[at]! / 100);
    if (actual >= count) into.kept[at]!++;
  });
}

if (!existsSync(file)) {
  console.log(`Left out: the histories are not at ${file}.`);
} else {
  const errors = { ours: [] as number[], plain: [] as number[], dates: [] as number[], ratio: [] as number[] };
  for (const [name, completed] of readHistories(file)) {
    const ours = score();
    const other = score();
    let forecasts = 0;
    let datesKept = 0;
    for (let now = WARM_UP; now + WEEKS <= completed.length; now += step) {
      const past = completed.slice(0, now);
      const actual = sum(completed.slice(now, now + WEEKS));
      judge(
        ours,
        howMany({ completed: past }, WEEKS, { percentiles }).percentiles.map(({ atLeast }) => atLeast),
        actual,
      );
      judge(other, plain(past), actual);
      // How long the work of four average weeks takes: was the 85 % date kept?
      const remaining = Math.max(1, Math.round((WEEKS * sum(past.slice(-26))) / 26));
      const { weeks } = whenDone({ completed: past }, remaining, { percentiles: [85] }).percentiles[0]!;
      const within = weeks === null ? completed.length - now : Math.min(completed.length - now, Math.ceil(weeks));
      datesKept += sum(completed.slice(now, now + within)) >= remaining ? 1 : 0;
      forecasts++;
    }
    const off = ({ kept }: Score) => Math.abs((100 * kept[percentiles.indexOf(85)]!) / forecasts - 85);
    errors.ours.push(off(ours));
    errors.plain.push(off(other));
    errors.dates.push(Math.abs((100 * datesKept) / forecasts - 85));
    errors.ratio.push(ours.loss / other.loss);
    const at = (list: number[]) => list.at(-1)!.toFixed(2);
    console.log(
      `${name}: ${forecasts} forecasts, P85 off by ${at(errors.ours)} (plain ${at(errors.plain)}), dates ${at(errors.dates)} points; pinball ${at(errors.ratio)} × plain; kept ${ours.kept.map((kept) => Math.round((100 * kept) / forecasts)).join(' ')}`,
    );
  }
  const mean = (list: number[]) => (sum(list) / list.length).toFixed(2);
  console.log(
    `mean: P85 off by ${mean(errors.ours)} (max ${Math.max(...errors.ours).toFixed(2)}; plain ${mean(errors.plain)}), dates ${mean(errors.dates)}; pinball ${mean(errors.ratio)} × plain | goal ≤ 1.5 (max 3) and ≤ 0.93`,
  );
}
