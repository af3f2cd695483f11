import { munkres } from 'munkres';
import { type AssignmentPlan, type AssignmentProblem, assignmentPolicy, lapjv, optimize } from '#assignment/index';
import { only, readHistory, whoDidIt } from './assignment-history.ts';
import { inHours, sparse, squares } from './assignment-instances.ts';

const history = '../shared/data/histories/apache-issues.csv';

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Median CPU of warm runs. */
function warmMs(work: () => unknown, runs = 5): number {
  work();
  const times = Array.from({ length: runs }, () => cpuMs(work)).sort((a, b) => a - b);
  return times[Math.floor(runs / 2)]!;
}

function line(what: string, ...cells: string[]): void {
  console.log([what.padEnd(44), ...cells].join('  '));
}

/** Tasks that best-pair-first leaves without a person. */
function missedByGreedy({ people, tasks, scores }: AssignmentProblem): number {
  const left = new Map(people.map(({ id, capacity = Infinity }) => [id, capacity]));
  const done = new Set<string>();
  for (const { task, person } of scores.toSorted((a, b) => b.score - a.score)) {
    const room = left.get(person)!;
    if (room === 0 || done.has(task)) continue;
    left.set(person, room - 1);
    done.add(task);
  }
  return tasks.length - done.size;
}

function sparseCase(): void {
  const problem = sparse(2000, 200, (random) => 8 + Math.floor(random() * 6));
  const plan = optimize(problem);
  const ms = warmMs(() => optimize(problem));
  line(
    `2,000 × 200, ${problem.scores.length} pairs`,
    `${ms.toFixed(0)} ms CPU (goal ≤ 150)`,
    `optimal ${plan.optimal}`,
  );
  line('', `left out ${plan.unassigned.length}`, `by greedy ${missedByGreedy(problem)}`);
}

function squareCases(): void {
  const goals: Record<string, number> = { 'skill-structured': 0.1, uniform: 1, 'Machol-Wien': 1 };
  const n = 1000;
  for (const [name, costs] of Object.entries(squares)) {
    const cost = costs(n);
    const rows = Array.from({ length: n }, (_, i) => [...cost.subarray(i * n, (i + 1) * n)]);
    const { cost: best, bound } = lapjv(n, cost);
    const ours = warmMs(() => lapjv(n, cost), 3);
    let peer = 0;
    const theirs = cpuMs(() => (peer = munkres(rows).reduce((sum, [i, j]) => sum + rows[i]![j]!, 0)));
    const ratio = `${(ours / theirs).toFixed(3)} of munkres (goal ≤ ${goals[name]})`;
    line(
      `square 1,000, ${name}`,
      `${ours.toFixed(0)} ms / ${theirs.toFixed(0)} ms`,
      ratio,
      `equal ${best === peer && best === bound}`,
    );
  }
}

/** Cost above the bound, as a share of the bound: cost = highest score − score, tasks left out at their penalty. */
function costGap({ scores, tasks }: AssignmentProblem, { objective, dualBound }: AssignmentPlan): number {
  const most = tasks.length * scores.reduce((highest, { score }) => Math.max(highest, score), 0);
  return (100 * (dualBound - objective)) / (most - dualBound);
}

function hoursCases(): void {
  for (const room of [1.2, 1.1, 0.95]) {
    const problem = inHours(2000, 200, room);
    let plan = optimize(problem);
    const ms = cpuMs(() => (plan = optimize(problem)));
    const score = (100 * (plan.dualBound - plan.objective)) / plan.dualBound;
    const gap = `${costGap(problem, plan).toFixed(2)} % above the bound in cost (goal ≤ 1.5), ${score.toFixed(2)} % in score`;
    line(
      `hours, room for ${room} of the work`,
      `${ms.toFixed(0)} ms CPU (goal ≤ 3,000)`,
      gap,
      `left out ${plan.unassigned.length}`,
    );
  }
}

function fairnessCase(): void {
  const problem = sparse(2000, 200, () => 12);
  const free = optimize(problem);
  const fair = optimize({ ...problem, fairness: 'balanced' });
  const told = ({ fairness: { jain, idle } }: AssignmentPlan) => `Jain ${jain.toFixed(3)}, ${idle.length} idle`;
  const loss = 100 * (1 - fair.totalScore / free.totalScore);
  line('fair preset', `${told(free)} → ${told(fair)} (goal ≥ 0.92, 0)`, `${loss.toFixed(2)} % score lost (goal ≤ 0.5)`);
}

function historyCase(): void {
  const issues = readHistory(history);
  if (!issues) return line('who really did it', `left out: ${history} is absent`);
  const policies = {
    'default policy': assignmentPolicy({}),
    'recency alone': only('recency'),
    'skills alone': only('skill_fit'),
  };
  for (const [name, policy] of Object.entries(policies))
    for (const frozen of [false, true]) {
      const { meanReciprocalRank, hitAt3, issues: n } = whoDidIt(issues, policy, frozen);
      const known = frozen ? 'known at the split' : 'known at the time';
      line(
        `who really did it, ${name}`,
        `MRR ${meanReciprocalRank.toFixed(3)} (goal ≥ 0.33)`,
        `hit@3 ${hitAt3.toFixed(3)} (≥ 0.38)`,
        known,
        `${n} issues`,
      );
    }
}

sparseCase();
squareCases();
hoursCases();
fairnessCase();
historyCase();
