import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { assignmentPolicy, type AssignmentPolicy, type Person, rank } from '#assignment/index';

interface Issue {
  readonly project: string;
  readonly assignee: string;
  readonly skills: readonly string[];
  readonly createdAt: number;
  readonly resolvedAt: number;
}

/** How often and how high a ranking names the person who really did it. */
export interface HitRate {
  readonly meanReciprocalRank: number;
  readonly hitAt3: number;
  readonly issues: number;
}

/** Finished issues of a history file with an assignee, by the time they were created; undefined where the file is absent. */
export function readHistory(path: string): Issue[] | undefined {
  if (!existsSync(path)) return undefined;
  const rows: Record<string, string>[] = parse(readFileSync(path), { columns: true });
  return rows
    .filter(({ assignee, resolved }) => assignee && resolved)
    .map((row) => ({
      project: row.project!,
      assignee: row.assignee!,
      skills: row.components!.split('|').filter(Boolean),
      createdAt: Date.parse(row.created!),
      resolvedAt: Date.parse(row.resolved!),
    }))
    .sort((a, b) => a.createdAt - b.createdAt);
}

/**
 * Ranks the people of each project for the last 30 % of its issues with what was known when the issue came up (`frozen`: at the split),
 * and looks for who did it. Somebody who had not worked there before cannot be found and counts as a miss.
 */
export function whoDidIt(history: readonly Issue[], policy: AssignmentPolicy, frozen: boolean): HitRate {
  const ranks: number[] = [];
  for (const project of new Set(history.map((issue) => issue.project))) {
    const issues = history.filter((issue) => issue.project === project);
    const split = issues[Math.floor(issues.length * 0.7)]!.createdAt;
    for (const issue of issues.filter(({ createdAt }) => createdAt >= split)) {
      const known = frozen ? split : issue.createdAt;
      const people = peopleOf(issues.filter(({ resolvedAt }) => resolvedAt < known));
      const skills = issue.skills.map((skill) => ({ skill, mandatory: false }));
      const ranking = rank({ id: 'issue', skills }, people, policy, known);
      ranks.push(ranking.findIndex(({ personId }) => personId === issue.assignee) + 1);
    }
  }
  const mean = (value: (rank: number) => number) => ranks.reduce((sum, at) => sum + value(at), 0) / ranks.length;
  return {
    meanReciprocalRank: mean((at) => (at > 0 ? 1 / at : 0)),
    hitAt3: mean((at) => (at > 0 && at <= 3 ? 1 : 0)),
    issues: ranks.length,
  };
}

/** Weights of one factor alone, to compare with. */
export function only(factor: keyof AssignmentPolicy['weights']): AssignmentPolicy {
  const none = Object.fromEntries(Object.keys(assignmentPolicy({}).weights).map((name) => [name, 0]));
  return assignmentPolicy({ weights: { ...none, [factor]: 1 } });
}

/** People as their finished issues show them: each component is a skill, known the better the more often it was worked on. */
function peopleOf(done: readonly Issue[]): Person[] {
  const work = new Map<string, Map<string, number[]>>();
  for (const { assignee, skills, resolvedAt } of done) {
    const mine = work.get(assignee) ?? new Map<string, number[]>();
    work.set(assignee, mine);
    for (const skill of skills.length ? skills : ['(none)']) mine.set(skill, [...(mine.get(skill) ?? []), resolvedAt]);
  }
  return [...work].map(([id, skills]) => ({
    id,
    skills: [...skills].map(([skill, at]) => ({ skill, proficiency: (100 * at.length) / (at.length + 5), work: at })),
  }));
}
