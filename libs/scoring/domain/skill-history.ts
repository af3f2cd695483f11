import { inRange } from './in-range.ts';
import { kept } from './numbers.ts';
import { type SkillGain, skillGain, type SkillUse } from './skill-gain.ts';
import { defaultSkillPolicy, type SkillPolicy } from './skill-policy.ts';

const dayMs = 86_400_000;

/** One finished task in the log of a skill; `at` in epoch milliseconds, `id` names the task and counts once. */
export interface SkillLogEntry extends Omit<SkillUse, 'proficiency'> {
  readonly id: string;
  readonly at: number;
}

/** One step of a replay. `decayed` is what disuse took before the task. */
export interface SkillStep extends SkillGain {
  readonly id: string;
  readonly decayed: number;
}

/** Proficiency (0–100) after `idleDays` without use; unchanged while decay is off (the default). O(1). */
export function decayed(proficiency: number, idleDays: number, policy: SkillPolicy = defaultSkillPolicy): number {
  inRange(proficiency, 0, 100, '/proficiency');
  const { decay } = policy;
  if (!decay || idleDays <= decay.graceDays) return proficiency;
  const remembered = 2 ** (-(idleDays - decay.graceDays) / decay.halfLifeDays);
  return kept(proficiency * (decay.floor + (1 - decay.floor) * remembered));
}

/**
 * Rebuilds a skill from its log: the same entries give the same number, in whatever order they arrive and however often.
 * Throws `InvalidInput`. O(n log n).
 */
export function replaySkill(
  start: number,
  log: readonly SkillLogEntry[],
  policy: SkillPolicy = defaultSkillPolicy,
): { readonly proficiency: number; readonly steps: readonly SkillStep[] } {
  let proficiency = inRange(start, 0, 100, '/start');
  let usedAt: number | undefined;
  const steps: SkillStep[] = [];
  for (const entry of inOrder(log)) {
    const idleDays = usedAt === undefined ? 0 : (entry.at - usedAt) / dayMs;
    const rested = decayed(proficiency, idleDays, policy);
    const gain = skillGain({ ...entry, proficiency: rested }, policy);
    steps.push({ id: entry.id, decayed: kept(proficiency - rested), ...gain });
    proficiency = gain.to;
    usedAt = entry.at;
  }
  return { proficiency, steps };
}

/** Entries by time, then id, each id once: the first of its name counts. */
export function inOrder<T extends { readonly id: string; readonly at: number }>(log: readonly T[]): T[] {
  const once = new Set<string>();
  return log
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .filter(({ id }) => !once.has(id) && once.add(id));
}
