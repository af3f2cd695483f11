import { inRange } from './in-range.ts';
import { clamp, kept } from './numbers.ts';
import { defaultSkillPolicy, type Priority, type SkillPolicy } from './skill-policy.ts';

/** One finished task as one required skill sees it. */
export interface SkillUse {
  /** Proficiency before the task, 0–100. */
  readonly proficiency: number;
  /** Difficulty of the task, 1–10; it matches a proficiency of about ten times as much. */
  readonly difficulty: number;
  readonly priority?: Priority;
  /** Days after the due date; 0 or less is on time. Default 0. */
  readonly lateness?: number;
  /** How well it went, 0–1. Default 1. */
  readonly outcome?: number;
}

/** One reason of a change. In `fixed` mode the gain is the product of the values; in `adaptive` mode k × (outcome − expected). */
export interface GainFactor {
  readonly name: 'base' | 'difficulty' | 'priority' | 'lateness' | 'outcome' | 'headroom' | 'k' | 'expected';
  readonly value: number;
  readonly reason: string;
}

/** What a task did to a skill: `to` = `from` + `gain`, all in points, kept to four decimals. */
export interface SkillGain {
  readonly from: number;
  readonly to: number;
  readonly gain: number;
  readonly factors: readonly GainFactor[];
}

/**
 * Points that a finished task adds to one skill, with the reasons.
 * `fixed`: base × difficulty × priority × lateness × outcome × headroom; with the default policy +1.5 for an on-time task at the person's level.
 * `adaptive`: k × (outcome − expected), expected = 1 / (1 + 10^((10·difficulty − proficiency) / spread)) (Elo 1978); +k/2 at par.
 * Never leaves 0–100; never falls as difficulty grows, never grows with lateness. Throws `InvalidInput`. O(1).
 */
export function skillGain(use: SkillUse, policy: SkillPolicy = defaultSkillPolicy): SkillGain {
  const from = inRange(use.proficiency, 0, 100, '/proficiency');
  inRange(use.difficulty, 1, 10, '/difficulty');
  inRange(use.outcome ?? 1, 0, 1, '/outcome');
  inRange(Math.max(0, use.lateness ?? 0), 0, Infinity, '/lateness');

  const factors = policy.mode === 'fixed' ? fixedFactors(use, policy) : adaptiveFactors(use, policy);
  const wanted = policy.mode === 'fixed' ? factors.reduce((gain, { value }) => gain * value, 1) : adaptiveGain(factors);
  const to = kept(clamp(from + wanted, 0, 100));
  return { from, to, gain: kept(to - from), factors };
}

function fixedFactors(use: SkillUse, policy: SkillPolicy): GainFactor[] {
  return [
    { name: 'base', value: policy.base, reason: 'an on-time task at the person’s level' },
    difficultyFactor(use, policy),
    priorityFactor(use.priority ?? 'medium', policy),
    latenessFactor(use.lateness ?? 0, policy),
    { name: 'outcome', value: use.outcome ?? 1, reason: 'how well it went' },
    headroomFactor(use.proficiency, policy),
  ];
}

function difficultyFactor({ difficulty, proficiency }: SkillUse, policy: SkillPolicy): GainFactor {
  const gap = difficulty - proficiency / 10;
  const above = gap - policy.matchAbove;
  const below = -policy.matchBelow - gap;
  if (above > 0)
    return {
      name: 'difficulty',
      value: Math.min(policy.hardest, 1 + policy.harder * above),
      reason: 'harder than the person’s level',
    };
  if (below > 0)
    return { name: 'difficulty', value: 2 ** (-below / policy.easierHalf), reason: 'easier than the person’s level' };
  return { name: 'difficulty', value: 1, reason: 'at the person’s level' };
}

function priorityFactor(priority: Priority, policy: SkillPolicy): GainFactor {
  return { name: 'priority', value: policy.priority[priority], reason: `${priority} priority` };
}

function latenessFactor(days: number, policy: SkillPolicy): GainFactor {
  if (days <= 0) return { name: 'lateness', value: 1, reason: 'on time' };
  const value = policy.lateFloor + (1 - policy.lateFloor) * 2 ** (-days / policy.lateHalfDays);
  return { name: 'lateness', value, reason: `${kept(days)} days late` };
}

function headroomFactor(proficiency: number, policy: SkillPolicy): GainFactor {
  const left = 100 - proficiency;
  const value = policy.headroom > 0 ? Math.min(1, left / policy.headroom) : 1;
  return { name: 'headroom', value, reason: `${kept(left)} points below 100` };
}

function adaptiveFactors(use: SkillUse, policy: SkillPolicy): GainFactor[] {
  const { value: timely, reason } = latenessFactor(use.lateness ?? 0, policy);
  const expected = 1 / (1 + 10 ** ((use.difficulty * 10 - use.proficiency) / policy.spread));
  return [
    { name: 'k', value: policy.k, reason: 'largest step' },
    { name: 'outcome', value: (use.outcome ?? 1) * timely, reason: `how well it went, ${reason}` },
    { name: 'expected', value: expected, reason: 'chance of success at this proficiency and difficulty' },
  ];
}

function adaptiveGain(factors: readonly GainFactor[]): number {
  const [k = 0, outcome = 0, expected = 0] = factors.map(({ value }) => value);
  return k * (outcome - expected);
}
