import { InvalidInput } from '#kernel/index';
import { inRange } from '#scoring/index';

/** A strength from 0 (score alone) to 100, or the fair preset: as even as half a percent of the mean score can buy. */
export type Fairness = number | 'balanced';

/** What a candidate is judged by; each value lies in 0–1. */
export const factorNames = [
  'skill_fit',
  'difficulty_fit',
  'capacity',
  'availability',
  'performance',
  'recency',
  'fairness',
  'growth',
  'ageing',
] as const;
export type FactorName = (typeof factorNames)[number];

/** How people are judged and work is shared out. Plain JSON, so that an organization can edit it. */
export interface AssignmentPolicy {
  /** Relative weights; only their proportions matter. */
  readonly weights: Readonly<Record<FactorName, number>>;
  /** Pairs below this score (0–100) are never assigned. */
  readonly scoreFloor: number;
  /** How even `assign` shares out. */
  readonly fairness: Fairness;
  /** Whether somebody who is away at the moment of asking is ruled out. */
  readonly excludeAway: boolean;
  /** Days looked ahead for a task without a due date. */
  readonly horizonDays: number;
  /** Hours of a task without an estimate. */
  readonly defaultHours: number;
  /** Part of skill_fit that is kept for being better than asked, 0–1. */
  readonly overqualification: number;
  /** Days in which the memory of same-skill work halves, and the remembered tasks that give a recency of 0.5. */
  readonly recencyHalfLifeDays: number;
  readonly recencyMidpoint: number;
  /** What recent work with other skills counts beside same-skill work, 0–1. */
  readonly recencyOther: number;
  /** Days in which half of the ageing bonus of a waiting task is reached. */
  readonly ageingHalfLifeDays: number;
  /** The team's mean performance counts as so many tasks of each person. */
  readonly performanceShrinkage: number;
}

export const defaultAssignmentPolicy: AssignmentPolicy = {
  weights: {
    skill_fit: 30,
    difficulty_fit: 10,
    capacity: 15,
    availability: 5,
    performance: 15,
    recency: 10,
    fairness: 7,
    growth: 5,
    ageing: 3,
  },
  scoreFloor: 0,
  fairness: 0,
  excludeAway: true,
  horizonDays: 14,
  defaultHours: 4,
  overqualification: 0.15,
  recencyHalfLifeDays: 90,
  recencyMidpoint: 3,
  recencyOther: 0.2,
  ageingHalfLifeDays: 14,
  performanceShrinkage: 5,
};

const ranges: Readonly<
  Record<Exclude<keyof AssignmentPolicy, 'weights' | 'excludeAway' | 'fairness'>, readonly [number, number]>
> = {
  scoreFloor: [0, 100],
  horizonDays: [0.01, 3650],
  defaultHours: [0, 10_000],
  overqualification: [0, 1],
  recencyHalfLifeDays: [0.01, 36_500],
  recencyMidpoint: [0.01, 1_000_000],
  recencyOther: [0, 1],
  ageingHalfLifeDays: [0.01, 36_500],
  performanceShrinkage: [0, 1_000_000],
};

/** Reads a policy from JSON: what is absent has its default; throws `InvalidInput` with the pointer for unknown names and bad values. */
export function assignmentPolicy(input: unknown): AssignmentPolicy {
  const given = objectAt(input, '');
  const weights: Record<string, number> = { ...defaultAssignmentPolicy.weights };
  for (const [name, value] of Object.entries(objectAt(given.weights ?? {}, '/weights')))
    weights[known(name, factorNames, '/weights')] = inRange(value, 0, 1_000_000, `/weights/${name}`);
  if (Object.values(weights).every((weight) => weight === 0))
    throw new InvalidInput('/weights', 'weights_zero', 'At least one weight must be above 0.');

  const policy: Record<string, unknown> = { ...defaultAssignmentPolicy, weights };
  for (const [name, value] of Object.entries(given)) {
    known(name, Object.keys(defaultAssignmentPolicy), '');
    if (name in ranges) policy[name] = inRange(value, ...ranges[name as keyof typeof ranges], `/${name}`);
  }
  if (given.fairness !== undefined)
    policy.fairness = given.fairness === 'balanced' ? 'balanced' : inRange(given.fairness, 0, 100, '/fairness');
  if (given.excludeAway !== undefined) {
    if (typeof given.excludeAway !== 'boolean')
      throw new InvalidInput('/excludeAway', 'not_boolean', '/excludeAway must be true or false.');
    policy.excludeAway = given.excludeAway;
  }
  return policy as unknown as AssignmentPolicy;
}

function objectAt(value: unknown, pointer: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InvalidInput(pointer, 'not_object', `${pointer || 'The policy'} must be an object.`);
}

function known(name: string, names: readonly string[], pointer: string): string {
  if (names.includes(name)) return name;
  throw new InvalidInput(`${pointer}/${name}`, 'unknown_name', `"${name}" is unknown; known are ${names.join(', ')}.`);
}
