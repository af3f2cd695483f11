import { hourPrices, type HourNetwork } from './hour-prices.ts';
import { HourSearch } from './hour-search.ts';
import { type AssignmentPlan, planOf, pricesOf } from './plan.ts';
import type { AssignmentProblem, Pairs } from './problem.ts';

/** Chains tried per task, and the mean worsening let pass at first as a share of the range of scores. */
const chainsPerTask = 1500;
const heat = 0.1;

/**
 * A good plan under capacities in hours (the generalized assignment problem, NP-hard), with a proven bound on its distance from the best:
 * Lagrangian prices reach the value of the linear relaxation, rounding follows them, and chains of ejections improve the rounding.
 * A task left out costs twice the range of scores (from 0, if all are above): a last resort, not a free choice.
 * The same input gives the same plan. O(edges × rounds + tasks × chains × degree).
 */
export function packHours(problem: AssignmentProblem, pairs: Pairs): AssignmentPlan {
  const { tasks, people, scores } = problem;
  if (scores.length === 0) return { ...planOf(problem, pairs, new Int32Array(tasks.length).fill(-1)), ...nothing };
  const penalty = Math.max(pairs.highest, pairs.highest - pairs.lowest, 1);
  const network: HourNetwork = {
    first: pairs.first,
    person: pairs.person,
    cost: Float64Array.from(pairs.scoreAt, (at) => pairs.highest - scores[at]!.score),
    hours: Float64Array.from(pairs.taskAt, (at) => tasks[at]!.hours ?? 0),
    capacity: Float64Array.from(pairs.personAt, (at) => people[at]!.capacity ?? Infinity),
    slots: Float64Array.from(pairs.personAt, (at) => people[at]!.maxTasks ?? Infinity),
    skip: 2 * penalty,
  };
  unlimit(network);
  const greedy = new HourSearch(network, new Float64Array(people.length));
  const { price, bound } = hourPrices(network, greedy.cost);
  const search = new HourSearch(network, price);
  search.improve(chainsPerTask * tasks.length, heat * penalty);
  const best = search.cost <= greedy.cost ? search : greedy;

  const plan = planOf(problem, pairs, best.edge);
  const left = plan.unassigned.length;
  const objective = plan.totalScore - (network.skip - pairs.highest) * left;
  const dualBound = Math.max(objective, tasks.length * pairs.highest - bound);
  const optimal = dualBound - objective <= 1e-9 * Math.max(1, Math.abs(objective));
  return { ...plan, objective, dualBound, optimal, prices: pricesOf(problem, pairs, price, 1) };
}

const nothing = { objective: 0, dualBound: 0, optimal: true, prices: [] };

/** A capacity without limit becomes all the hours there are, so that the arithmetic stays finite. */
function unlimit({ capacity, hours }: HourNetwork): void {
  const all = hours.reduce((sum, effort) => sum + effort, 0);
  capacity.forEach((limit, j) => (capacity[j] = Math.min(limit, all)));
}
