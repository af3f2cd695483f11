import { InvalidInput } from '#kernel/index';
import { inRange } from './in-range.ts';

/** How urgent a task is. */
export type Priority = 'low' | 'medium' | 'high' | 'urgent' | 'critical';

/** How a finished task moves a skill. Plain JSON, so that an organization can edit it. */
export interface SkillPolicy {
  /** `fixed`: base gain × factors, never negative. `adaptive`: Elo-like, can fall. */
  readonly mode: 'fixed' | 'adaptive';
  /** fixed: points for an on-time task at the person's level. */
  readonly base: number;
  /** fixed: a task matches while its difficulty is from `matchBelow` under to `matchAbove` over proficiency / 10. */
  readonly matchBelow: number;
  readonly matchAbove: number;
  /** fixed: added to the factor per difficulty step above the match, up to `hardest` in all. */
  readonly harder: number;
  readonly hardest: number;
  /** fixed: the factor falls by half every so many difficulty steps below the match. */
  readonly easierHalf: number;
  /** fixed: gains shrink linearly over the last so many points before 100. */
  readonly headroom: number;
  /** fixed: factor per priority. Work under pressure teaches a little more. */
  readonly priority: Readonly<Record<Priority, number>>;
  /** Share of the gain that even a very late task keeps (0–1), and days in which the rest halves. */
  readonly lateFloor: number;
  readonly lateHalfDays: number;
  /** adaptive: the largest step, and the points of lead that make success ten times likelier than failure. */
  readonly k: number;
  readonly spread: number;
  /** Loss by disuse; null switches it off. */
  readonly decay: DecayPolicy | null;
}

/** After `graceDays` unused, what lies above `floor` × proficiency halves every `halfLifeDays`. */
export interface DecayPolicy {
  readonly graceDays: number;
  readonly halfLifeDays: number;
  readonly floor: number;
}

/** +1.5 for an on-time task at the person's level; no decay. */
export const defaultSkillPolicy: SkillPolicy = {
  mode: 'fixed',
  base: 1.5,
  matchBelow: 0.5,
  matchAbove: 1,
  harder: 0.2,
  hardest: 2,
  easierHalf: 3,
  headroom: 10,
  priority: { low: 1, medium: 1, high: 1, urgent: 1.1, critical: 1.2 },
  lateFloor: 0.25,
  lateHalfDays: 7,
  k: 3,
  spread: 40,
  decay: null,
};

/** Returns the policy when every number is in its range; throws `InvalidInput` with the pointer otherwise. */
export function validSkillPolicy(policy: SkillPolicy): SkillPolicy {
  if (policy.mode !== 'fixed' && policy.mode !== 'adaptive')
    throw new InvalidInput('/mode', 'unknown_mode', '/mode must be "fixed" or "adaptive".');
  const ranges: readonly [keyof SkillPolicy, number, number][] = [
    ['base', 0, 100],
    ['matchBelow', 0, 10],
    ['matchAbove', 0, 10],
    ['harder', 0, 10],
    ['hardest', 1, 100],
    ['easierHalf', 0.01, 100],
    ['headroom', 0, 100],
    ['lateFloor', 0, 1],
    ['lateHalfDays', 0.01, 3650],
    ['k', 0, 100],
    ['spread', 1, 1000],
  ];
  for (const [name, min, max] of ranges) inRange(policy[name] as number, min, max, `/${name}`);
  for (const name of ['low', 'medium', 'high', 'urgent', 'critical'] as const)
    inRange(policy.priority?.[name], 0, 10, `/priority/${name}`);
  if (policy.decay) {
    inRange(policy.decay.graceDays, 0, 36_500, '/decay/graceDays');
    inRange(policy.decay.halfLifeDays, 0.01, 36_500, '/decay/halfLifeDays');
    inRange(policy.decay.floor, 0, 1, '/decay/floor');
  }
  return policy;
}
