import { readFileSync } from 'node:fs';
import type { Problem } from '#scheduling/index';

/** Reads a multi-skill project scheduling instance (MSPSP, Young, Feydy & Schutt 2017, `.dzn`). */
export function readMspsp(path: string): Problem {
  const text = readFileSync(path, 'utf8');
  const body = (name: string) => new RegExp(`^${name}\\s*=\\s*([^;]*);`, 'm').exec(text)![1]!;
  const numbers = (name: string) => body(name).match(/\d+/g)!.map(Number);
  const rows = (name: string) =>
    body(name)
      .replace(/[[\]]/g, '')
      .split('|')
      .map((row) => row.match(/\w+/g) ?? [])
      .filter((row) => row.length > 0);
  const successors = numbers('succ');
  const predecessors = numbers('pred');
  const requirements = rows('sreq');
  return {
    people: rows('mastery').map((skills, at) => ({
      id: `P${at + 1}`,
      skills: Object.fromEntries(skills.flatMap((has, skill) => (has === 'true' ? [[`S${skill + 1}`, 1]] : []))),
    })),
    tasks: numbers('dur').map((duration, at) => ({
      id: String(at + 1),
      duration,
      skills: requirements[at]!.map((count, skill) => ({ skill: `S${skill + 1}`, count: Number(count) })),
      predecessors: successors.flatMap((next, link) => (next === at + 1 ? [{ task: String(predecessors[link]) }] : [])),
    })),
  };
}
