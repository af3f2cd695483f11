import type { AssignmentProblem, Pairs } from './problem.ts';

/** Why a task stays without a person. */
export interface Unassigned {
  readonly task: string;
  readonly reason: 'nobody_suits' | 'below_floor' | 'no_capacity';
  readonly detail: string;
}

/** A plan and its proof: no plan for as many tasks has an objective above `dualBound`; `optimal` says that this one reaches it. */
export interface AssignmentPlan {
  readonly assignments: readonly { readonly task: string; readonly person: string; readonly score: number }[];
  readonly totalScore: number;
  /** Total score less the cost of uneven loads (0 without fairness) and, under hours, less the penalty of tasks left out. */
  readonly objective: number;
  readonly dualBound: number;
  readonly optimal: boolean;
  readonly unassigned: readonly Unassigned[];
  /** Score that one more task (or hour) of a person's capacity is worth, as the dual solution has it. */
  readonly prices: readonly { readonly person: string; readonly price: number }[];
  /** Jain's index of tasks per person (1 = even; Jain, Chiu, Hawe 1984) and who has none. */
  readonly fairness: { readonly jain: number; readonly idle: readonly string[] };
}

/** What the chosen edges (−1: none) mean for the people who asked, in the order they asked. */
export function planOf({ people, tasks, scores }: AssignmentProblem, pairs: Pairs, edge: Int32Array) {
  const { first, person, scoreAt, taskAt } = pairs;
  const chosen = new Int32Array(tasks.length);
  const suitable = new Int32Array(tasks.length);
  taskAt.forEach((at, t) => {
    chosen[at] = edge[t]! < 0 ? -1 : scoreAt[edge[t]!]!;
    suitable[at] = first[t + 1]! - first[t]!;
  });
  const assignments = Array.from(chosen).flatMap((at) => (at < 0 ? [] : [{ ...scores[at]! }]));
  const unassigned = tasks.flatMap(({ id }, i) => (chosen[i]! < 0 ? [whyNot(id, suitable[i]!)] : []));

  const load = new Int32Array(people.length);
  for (const e of edge) if (e >= 0) load[pairs.personAt[person[e]!]!]!++;
  const idle = people.filter((_, at) => load[at] === 0).map(({ id }) => id);
  const totalScore = assignments.reduce((sum, { score }) => sum + score, 0);
  return { assignments, totalScore, unassigned, fairness: { jain: jain(load), idle } };
}

/** Prices by person, in score, for those who have one. */
export function pricesOf({ people }: AssignmentProblem, { personAt }: Pairs, price: Float64Array, unit: number) {
  return Array.from(personAt, (at, j) => ({ person: people[at]!.id, price: price[j]! / unit })).filter(
    (entry) => entry.price > 0 && entry.price < Infinity,
  );
}

function whyNot(task: string, suitable: number): Unassigned {
  return suitable === 0
    ? { task, reason: 'nobody_suits', detail: 'No person suits this task.' }
    : {
        task,
        reason: 'no_capacity',
        detail: `All ${suitable} suitable people are full with work that needs them more.`,
      };
}

function jain(load: Int32Array): number {
  const sum = load.reduce((total, count) => total + count, 0);
  const squares = load.reduce((total, count) => total + count * count, 0);
  return squares > 0 ? (sum * sum) / (load.length * squares) : 1;
}
