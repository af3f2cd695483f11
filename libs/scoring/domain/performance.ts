import { inRange } from './in-range.ts';
import { levelOf, type LevelTable, performanceLevels, validLevels } from './levels.ts';
import { kept } from './numbers.ts';
import { inOrder } from './skill-history.ts';
import { type Components, defaultPartWeights, type Part, parts, type PartWeights, taskScore } from './task-score.ts';

/** How task scores become a person's performance. Plain JSON, so that an organization can edit it. */
export interface PerformancePolicy {
  /** Weight of the newest task, 0–1; 0.25 turns 84.0 with a task score of 98 into 87.5. */
  readonly alpha: number;
  /** Where everyone starts, 0–100: its share after n tasks is (1 − alpha)^n, so few tasks cannot make a score jump. */
  readonly prior: number;
  readonly weights: PartWeights;
  readonly levels: LevelTable;
}

/** α = 0.25 and a neutral prior of 70. */
export const defaultPerformancePolicy: PerformancePolicy = {
  alpha: 0.25,
  prior: 70,
  weights: defaultPartWeights,
  levels: performanceLevels,
};

/** Returns the policy when every number is in its range; throws `InvalidInput` with the pointer otherwise. */
export function validPerformancePolicy(policy: PerformancePolicy): PerformancePolicy {
  inRange(policy.alpha, 0, 1, '/alpha');
  inRange(policy.prior, 0, 100, '/prior');
  for (const part of parts) inRange(policy.weights[part], 0, Infinity, `/weights/${part}`);
  validLevels(policy.levels, '/levels');
  return policy;
}

/** A person's performance: the score (0–100, four decimals) and how many tasks made it. */
export interface PerformanceState {
  readonly score: number;
  readonly count: number;
}

/** A change of performance and why. */
export interface PerformanceChange extends PerformanceState {
  readonly before: number;
  readonly change: number;
  readonly level: string;
  readonly reason: string;
}

/** One finished task in the log; `at` in epoch milliseconds, `id` names the task and counts once. */
export interface PerformanceLogEntry {
  readonly id: string;
  readonly at: number;
  readonly components: Components;
}

/** What one task still contributes to a rebuilt score. */
export interface TaskContribution {
  readonly id: string;
  readonly score: number;
  readonly weight: number;
  readonly contribution: number;
}

/** A rebuilt performance: `start.contribution` plus the contributions of `tasks` is the score, up to rounding to four decimals. */
export interface Performance extends PerformanceState {
  readonly level: string;
  readonly start: { readonly score: number; readonly weight: number; readonly contribution: number };
  readonly tasks: readonly TaskContribution[];
}

/** The state of somebody without a finished task. */
export function noPerformance(policy: PerformancePolicy = defaultPerformancePolicy): PerformanceState {
  return { score: policy.prior, count: 0 };
}

/** Moves the score by `alpha` of the distance to the new task's score (0–100). Throws `InvalidInput`. O(1). */
export function updatePerformance(
  state: PerformanceState,
  score: number,
  policy: PerformancePolicy = defaultPerformancePolicy,
): PerformanceChange {
  inRange(state.score, 0, 100, '/score');
  inRange(score, 0, 100, '/taskScore');
  const after = kept(state.score + inRange(policy.alpha, 0, 1, '/alpha') * (score - state.score));
  return {
    before: state.score,
    score: after,
    count: state.count + 1,
    change: kept(after - state.score),
    level: levelOf(after, policy.levels),
    reason: `a task score of ${score} moves ${state.score} by ${policy.alpha} of the distance to ${after}`,
  };
}

/**
 * Rebuilds a performance from its log to the number that live updates gave, in whatever order and however often entries arrive,
 * and says what each task still contributes. `start` is the state before the log, by default the prior. Throws `InvalidInput`. O(n log n).
 */
export function replay(
  log: readonly PerformanceLogEntry[],
  policy: PerformancePolicy = defaultPerformancePolicy,
  start: PerformanceState = noPerformance(policy),
): Performance {
  const scores = inOrder(log).map(({ id, components }) => ({ id, score: taskScore(components, policy.weights).score }));
  const end = scores.reduce<PerformanceState>((state, { score }) => updatePerformance(state, score, policy), start);
  const share = (newer: number) => (1 - policy.alpha) ** newer;
  const tasks = scores.map(({ id, score }, i) => {
    const weight = policy.alpha * share(scores.length - 1 - i);
    return { id, score, weight, contribution: weight * score };
  });
  const weight = share(scores.length);
  return {
    score: end.score,
    count: end.count,
    level: levelOf(end.score, policy.levels),
    start: { score: start.score, weight, contribution: weight * start.score },
    tasks,
  };
}

/** The five live scores of a person: each part followed like the whole, from the prior on. Throws `InvalidInput`. O(n log n). */
export function liveScores(
  log: readonly PerformanceLogEntry[],
  policy: PerformancePolicy = defaultPerformancePolicy,
): Readonly<Record<Part, PerformanceState>> {
  const entries = inOrder(log);
  const follow = (part: Part) =>
    entries.reduce<PerformanceState>((state, { components }) => {
      const value = components[part];
      if (value == null) return state;
      const { score, count } = updatePerformance(state, value, policy);
      return { score, count };
    }, noPerformance(policy));
  return Object.fromEntries(parts.map((part) => [part, follow(part)])) as Record<Part, PerformanceState>;
}
