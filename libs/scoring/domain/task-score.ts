import { InvalidInput } from '#kernel/index';
import { inRange } from './in-range.ts';
import { clamp, kept } from './numbers.ts';

/** The five parts of a finished task's score. */
export const parts = ['completion', 'timing', 'quality', 'help', 'technical'] as const;
export type Part = (typeof parts)[number];

/** Each part 0–100; a part that was not measured is left out. */
export type Components = Partial<Readonly<Record<Part, number>>>;

/** Relative weight of each part; only their proportions matter. */
export type PartWeights = Readonly<Record<Part, number>>;

/** Completion and timing count most: they are measured for every task. */
export const defaultPartWeights: PartWeights = { completion: 30, timing: 25, quality: 25, help: 10, technical: 10 };

/** One part's share of a score: `contribution` = `value` × `weight`, weights of the measured parts sum to 1. */
export interface PartContribution {
  readonly part: Part;
  readonly value: number;
  readonly weight: number;
  readonly contribution: number;
}

/** The performance of one finished task, 0–100, and where it comes from. */
export interface TaskScore {
  readonly score: number;
  readonly contributions: readonly PartContribution[];
}

/**
 * Weighted mean of the measured parts; the weights of missing parts go to the others in proportion.
 * Never falls when a part rises. Throws `InvalidInput` when no part with a weight was measured. O(1).
 */
export function taskScore(components: Components, weights: PartWeights = defaultPartWeights): TaskScore {
  const measured = parts.filter((part) => components[part] != null);
  for (const part of measured) inRange(components[part] ?? NaN, 0, 100, `/${part}`);
  for (const part of parts) inRange(weights[part], 0, Infinity, `/weights/${part}`);
  const total = measured.reduce((sum, part) => sum + weights[part], 0);
  if (total === 0) throw new InvalidInput('', 'nothing_measured', 'A task score needs at least one measured part.');

  const contributions = measured.map((part) => {
    const value = components[part] ?? 0;
    const weight = weights[part] / total;
    return { part, value, weight, contribution: value * weight };
  });
  return { score: kept(contributions.reduce((sum, { contribution }) => sum + contribution, 0)), contributions };
}

/** What is known of a finished task; whatever is unknown is left out and not counted. */
export interface TaskFacts {
  /** Share done, 0–1. Default 1. */
  readonly done?: number;
  /** Days after the due date; 0 or less is on time. */
  readonly lateness?: number;
  readonly expectedHours?: number;
  readonly actualHours?: number;
  /** Exam answers: 0 ≤ correct ≤ total. */
  readonly correct?: number;
  readonly total?: number;
  /** A reviewer's verdict, 0–100. */
  readonly review?: number;
  /** Help given to others, 0–100. */
  readonly help?: number;
  /** A reviewer's technical rating, 0–100. */
  readonly technical?: number;
}

/**
 * Turns facts into the five parts: timing is the mean of punctuality (halves with every 7 days late) and of
 * expected ÷ actual hours (at most 100); quality the mean of exam share and review. Throws `InvalidInput`. O(1).
 */
export function componentsOf(facts: TaskFacts): Components {
  const measured: Record<Part, number | undefined> = {
    completion: 100 * inRange(facts.done ?? 1, 0, 1, '/done'),
    timing: meanOf(punctuality(facts), pace(facts)),
    quality: meanOf(examShare(facts), facts.review),
    help: facts.help,
    technical: facts.technical,
  };
  return Object.fromEntries(parts.filter((part) => measured[part] != null).map((part) => [part, measured[part]]));
}

function punctuality({ lateness }: TaskFacts): number | undefined {
  return lateness == null ? undefined : 100 * 2 ** (-Math.max(0, lateness) / 7);
}

function pace({ expectedHours, actualHours }: TaskFacts): number | undefined {
  if (!expectedHours || actualHours == null) return undefined;
  inRange(expectedHours, 0, Infinity, '/expectedHours');
  inRange(actualHours, 0, Infinity, '/actualHours');
  return clamp((100 * expectedHours) / Math.max(actualHours, Number.MIN_VALUE), 0, 100);
}

function examShare({ correct, total }: TaskFacts): number | undefined {
  if (correct == null || !total) return undefined;
  inRange(total, 0, Infinity, '/total');
  return (100 * inRange(correct, 0, total, '/correct')) / total;
}

function meanOf(...values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value != null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined;
}
