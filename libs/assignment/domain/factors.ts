import type { FactorName } from './policy.ts';
import type { Member, Team } from './team.ts';
import { freeShare, windowOf } from './window.ts';
import { dayMs, type OpenTask, type RequiredSkill } from './work.ts';

type Factor = (task: OpenTask, member: Member, team: Team) => number;

const weekMs = 7 * dayMs;
const fullWeek = 40;

/** The factors, each 0–1 and higher for the better suited; none falls as proficiency grows but growth, which weighs less than difficulty_fit. */
export const factors: Readonly<Record<FactorName, Factor>> = {
  skill_fit: (task, member, { policy }) =>
    meanOver(task, 1, ({ skill, level }) => {
      const mark = Math.max(1, level ?? difficultyOf(task) * 10);
      return coverage(proficiencyOf(member, skill), mark, policy.overqualification);
    }),

  difficulty_fit: (task, member) =>
    meanOver(task, 0.5, ({ skill }) => successChance(proficiencyOf(member, skill), difficultyOf(task))),

  capacity: (task, { person, load }, { policy }) => {
    const filled = load + (task.hours ?? policy.defaultHours);
    const { capacity = Infinity } = person;
    if (capacity === Infinity) return fullWeek / (fullWeek + filled);
    return capacity > 0 ? Math.max(0, 1 - filled / capacity) : 0;
  },

  availability: (task, { person }, { policy, now }) => {
    const { from, to } = windowOf(task, now, policy);
    if (to === from) return 0; // overdue: nobody has time before the due date
    const free = ((to - from) / weekMs) * (person.hoursPerWeek ?? fullWeek) * freeShare(person, from, to);
    const hours = task.hours ?? policy.defaultHours;
    return hours > 0 ? Math.min(1, free / (2 * hours)) : Math.min(1, free);
  },

  performance: (_task, { performance }) => performance / 100,

  recency: (task, member, { policy }) => {
    const other = member.recentWork * policy.recencyOther;
    const same = meanOver(task, 0, ({ skill }) => member.skills.get(skill)?.recentWork ?? 0);
    const work = same * (1 - policy.recencyOther) + other;
    return work / (work + policy.recencyMidpoint);
  },

  fairness: (_task, { openTasks }, { meanOpenTasks }) => (1 + meanOpenTasks) / (1 + meanOpenTasks + openTasks),

  growth: (task, member) =>
    meanOver(task, 0, ({ skill }) => {
      const lesson = 1 - successChance(proficiencyOf(member, skill), difficultyOf(task));
      return (lesson + (member.wishes.has(skill) ? 1 : 0)) / 2;
    }),

  ageing: ({ waitingSince }, _member, { policy, now }) =>
    waitingSince === undefined ? 0 : 1 - 2 ** (-Math.max(0, now - waitingSince) / (policy.ageingHalfLifeDays * dayMs)),
};

/** Proficiency against the mark; what lies above it counts with diminishing returns (a mark met gives 1 − extra). */
function coverage(proficiency: number, mark: number, extra: number): number {
  if (proficiency < mark) return ((1 - extra) * proficiency) / mark;
  return 1 - extra * Math.exp((mark - proficiency) / 20);
}

/** Chance to do well, as in adaptive skill growth: 1 / (1 + 10^((10·difficulty − proficiency) / 40)), 0.5 at par. */
function successChance(proficiency: number, difficulty: number): number {
  return 1 / (1 + 10 ** ((10 * difficulty - proficiency) / 40));
}

function meanOver({ skills = [] }: OpenTask, none: number, value: (required: RequiredSkill) => number): number {
  if (skills.length === 0) return none;
  let sum = 0;
  for (const required of skills) sum += value(required);
  return sum / skills.length;
}

const proficiencyOf = (member: Member, skill: string): number => member.skills.get(skill)?.proficiency ?? 0;
const difficultyOf = ({ difficulty = 5 }: OpenTask): number => difficulty;
