/**
 * Schedules of PSPLIB and MSPSP at 1,000 and 5,000 generated schedules, printed beside published figures.
 * Build bench, kernel and scheduling with swc into dist, then: node dist/bench/scheduling.bench.js [every n-th instance, default 1]
 */
import { existsSync, readFileSync } from 'node:fs';
import { bestPlan, quickPlan, type Problem } from '#scheduling/index';
import { readMspsp } from './scheduling-mspsp.ts';
import { readPsplib } from './scheduling-psplib.ts';

const data = '../shared/data';
const every = Number(process.argv[2] ?? 1);

interface Case {
  problem: Problem;
  /** What deviation is measured from, and what no plan can be below. */
  reference: number;
  optimum: number;
}

const table = (path: string) =>
  readFileSync(path, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .filter((_, at) => at % every === 0)
    .map((line) => line.split(','));

function psplib(set: 'j30' | 'j60'): Case[] {
  return table(`${data}/rcpsp/${set}_best.csv`).map(([name, lower, best]) => {
    const problem = readPsplib(`${data}/rcpsp/${set}/${name}.sm`);
    return { problem, optimum: Number(lower), reference: set === 'j30' ? Number(best) : longestChain(problem) };
  });
}

/** The critical-path bound, from which the literature measures where optima are unknown. */
const longestChain = (problem: Problem) =>
  quickPlan({ tasks: problem.tasks.map(({ demands: _, ...task }) => task) }).makespan;

function mspsp(): Case[] {
  return table(`${data}/mspsp/best_known.csv`)
    .filter(
      ([set, group, instance, optimal]) =>
        set === 'set-1a' && optimal === '1' && existsSync(mspspFile(group!, instance!)),
    )
    .map(([, group, instance, , , best]) => ({
      problem: readMspsp(mspspFile(group!, instance!)),
      optimum: Number(best),
      reference: Number(best),
    }));
}
const mspspFile = (group: string, instance: string) =>
  `${data}/mspsp/inst_${group.replace(/_pris$/, '')}_${instance.padStart(2, '0')}.dzn`;

function measure(
  title: string,
  cases: readonly Case[],
  anchor: string,
  solve: (problem: Problem) => { makespan: number; lowerBound: number },
) {
  let deviation = 0;
  let worst = 0;
  const begin = process.cpuUsage();
  for (const { problem, reference, optimum } of cases) {
    const { makespan, lowerBound } = solve(problem);
    if (makespan < optimum || lowerBound > makespan)
      throw new Error(`${title}: a plan of ${makespan} is below a bound`);
    deviation += (100 * (makespan - reference)) / reference / cases.length;
    worst = Math.max(worst, (100 * (makespan - reference)) / reference);
  }
  const { user } = process.cpuUsage(begin);
  console.log(
    `${title}: ${deviation.toFixed(3)} % (worst ${worst.toFixed(1)} %), ${(user / 1e3 / cases.length).toFixed(1)} ms CPU each | ${anchor}`,
  );
}

if (!existsSync(data)) {
  console.log(`Left out: PSPLIB and MSPSP are not at ${data}.`);
} else {
  const j30 = psplib('j30');
  const j60 = psplib('j60');
  const skills = mspsp();
  console.log(
    `${j30.length} J30 from the optimum, ${j60.length} J60 from the critical path, ${skills.length} MSPSP 1a from the optimum`,
  );
  quickPlan(j30[0]!.problem);
  measure('J30 quick', j30, 'goal ≤ 2 % in ≤ 5 ms', quickPlan);
  for (const schedules of [1_000, 5_000]) {
    const plan = (problem: Problem) => bestPlan(problem, { schedules, seed: 1 });
    const at = (one: string, other: string) => (schedules === 1_000 ? one : other);
    measure(`J30 ${schedules}`, j30, at('Valls et al. 0.27', 'Valls et al. 0.06, goal 0.10'), plan);
    measure(
      `J60 ${schedules}`,
      j60,
      at('all 480: Valls et al. 11.56, goal 11.7', 'all 480: Valls et al. 11.10, goal 11.1'),
      plan,
    );
    measure(`MSPSP 1a ${schedules}`, skills, at('', 'goal mean ≤ 3 %'), plan);
  }
  measure('J60 best known', j60, 'the same instances', (problem) => {
    const best = table(`${data}/rcpsp/j60_best.csv`)[j60.findIndex((one) => one.problem === problem)]!;
    return { makespan: Number(best[2]), lowerBound: 0 };
  });
}
