import { InvalidInput } from '#kernel/index';
import { lapjv } from './lapjv.ts';
import { packHours } from './pack-hours.ts';
import { type AssignmentPlan, planOf, pricesOf } from './plan.ts';
import { type AssignmentProblem, type Pairs, pairsOf } from './problem.ts';
import { cheapestFlow, costOf, dualBound, type Flow, type Network } from './transport.ts';

/** Points that a fairness of 1 charges for the task that fills a person's even share, and for any task but the first. */
const evenness = 4;
const firstTask = 6;

/** Share of the mean score that the fair preset may cost, and how often it halves the range of strengths (2^-2 to 2^5). */
const fairLoss = 0.005;
const halvings = 5;

/**
 * The best plan for many tasks and people: most tasks first, then the highest total score less the cost of uneven loads.
 * Capacities in tasks: optimal, proven by `dualBound` (scores are rounded to 10^-6 or what 2^53 allows). Capacities in hours: see `packHours`.
 * The order of rows decides nothing. Throws `InvalidInput` with a pointer. Complexity: see `cheapestFlow`, `lapjv`.
 */
export function optimize(problem: AssignmentProblem): AssignmentPlan {
  const pairs = pairsOf(problem);
  const inHours = problem.tasks.some(({ hours }) => hours !== undefined);
  if (inHours) return packHours(problem, pairs);
  return problem.fairness === 'balanced' ? balancedPlan(problem, pairs) : optimalPlan(problem, pairs, problem.fairness);
}

/** The optimal plan under the greatest strength of fairness that keeps the mean score within the preset's loss. */
function balancedPlan(problem: AssignmentProblem, pairs: Pairs): AssignmentPlan {
  const free = optimalPlan(problem, pairs, 0);
  const least = free.totalScore - fairLoss * Math.abs(free.totalScore);
  let best = free;
  let low = -2;
  let high = 5;
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    const plan = optimalPlan(problem, pairs, 2 ** middle);
    if (plan.totalScore < least) high = middle;
    else {
      low = middle;
      best = plan;
    }
  }
  return best;
}

function optimalPlan(problem: AssignmentProblem, pairs: Pairs, fairness = 0): AssignmentPlan {
  const { tasks, scores } = problem;
  const { network, unit, charged } = networkOf(problem, pairs, fairness);
  const flow = isDenseOneToOne(network, charged) ? matched(network) : cheapestFlow(network);
  const plan = planOf(problem, pairs, flow.edge);
  const left = plan.unassigned.length;
  const skipped = network.skip * left;
  const objective = charged ? (tasks.length - left) * pairs.highest - (flow.cost - skipped) / unit : plan.totalScore;
  return {
    ...plan,
    objective: scores.length > 0 ? objective : 0,
    dualBound: scores.length > 0 ? objective + (flow.cost - flow.bound) / unit : 0,
    optimal: flow.cost === flow.bound,
    prices: pricesOf(problem, pairs, flow.prices, unit),
  };
}

/** Integer costs: highest score − score in `unit`s of a point, load costs beside them, and a skip dearer than any change of plan. */
function networkOf({ people, tasks, scores }: AssignmentProblem, pairs: Pairs, fairness: number) {
  const capacity = Int32Array.from(pairs.personAt, (at) => Math.min(people[at]!.capacity ?? Infinity, tasks.length));
  const slots = capacity.reduce((sum, count) => sum + count, 0);
  const charge = (j: number, k: number) => {
    const share = Math.max(1, (tasks.length * capacity[j]!) / Math.max(slots, tasks.length));
    return fairness * ((evenness * (k - 1)) / share + (k > 1 ? firstTask : 0));
  };
  const dearest = capacity.reduce((most, count, j) => Math.max(most, count > 0 ? charge(j, count) : 0), 0);
  const range = scores.length > 0 ? pairs.highest - pairs.lowest + dearest : 0;
  const unit = 10 ** Math.min(6, Math.floor(Math.log10(2 ** 51 / ((tasks.length + 1) ** 2 * (range + 1)))));
  if (unit < 0.001)
    throw new InvalidInput('/scores', 'too_wide', 'The scores span too wide a range for so many tasks.');

  const network: Network = {
    first: pairs.first,
    person: pairs.person,
    cost: Float64Array.from(pairs.scoreAt, (at) => Math.round((pairs.highest - scores[at]!.score) * unit)),
    capacity,
    skip: (tasks.length + 1) * Math.ceil((range + 1) * unit),
    loadCost: fairness > 0 ? (j, k) => Math.round(charge(j, k) * unit) : () => 0,
  };
  return { network, unit, charged: fairness > 0 };
}

function isDenseOneToOne({ capacity, person, first }: Network, charged: boolean): boolean {
  const tasks = first.length - 1;
  return (
    !charged && capacity.every((slots) => slots === 1) && person.length * 2 >= tasks * capacity.length && tasks > 0
  );
}

/** The one-to-one case as a square matrix; lone rows cost nothing, lone columns and missing pairs as much as skipping. */
function matched(network: Network): Flow {
  const { first, person, cost, capacity, skip } = network;
  const tasks = first.length - 1;
  const n = Math.max(tasks, capacity.length);
  const matrix = new Float64Array(n * n);
  matrix.fill(skip, 0, tasks * n);
  for (let t = 0; t < tasks; t++) for (let e = first[t]!; e < first[t + 1]!; e++) matrix[t * n + person[e]!] = cost[e]!;
  const { column, v } = lapjv(n, matrix);

  const edge = new Int32Array(tasks).fill(-1);
  for (let t = 0; t < tasks; t++)
    for (let e = first[t]!; e < first[t + 1]!; e++) if (person[e] === column[t]) edge[t] = e;
  const top = v.reduce((most, price) => Math.max(most, price), -Infinity);
  const prices = Float64Array.from(capacity, (_, j) => top - v[j]!);
  return { edge, prices, cost: costOf(network, edge), bound: dualBound(network, prices) };
}
