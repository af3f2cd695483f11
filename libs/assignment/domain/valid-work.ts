import { InvalidInput } from '#kernel/index';
import { inRange } from '#scoring/index';
import type { OpenTask, Person } from './work.ts';

/** Throws `InvalidInput` with the pointer of the first number of a task that is out of its range. */
export function checkTask(task: OpenTask, at: string): void {
  optional(task.difficulty, 1, 10, `${at}/difficulty`);
  optional(task.hours, 0, Infinity, `${at}/hours`);
  optional(task.dueAt, -Infinity, Infinity, `${at}/dueAt`);
  optional(task.waitingSince, -Infinity, Infinity, `${at}/waitingSince`);
  task.skills?.forEach(({ level }, i) => optional(level, 0, 100, `${at}/skills/${i}/level`));
}

/** Throws `InvalidInput` with the pointer of the first number of a person that is out of its range. */
export function checkPerson(person: Person, at: string): void {
  for (const name of ['load', 'capacity', 'openTasks', 'maxTasks', 'hoursPerWeek'] as const)
    optional(person[name], 0, Infinity, `${at}/${name}`);
  optional(person.performance?.score, 0, 100, `${at}/performance/score`);
  optional(person.performance?.count, 0, Infinity, `${at}/performance/count`);
  person.skills?.forEach(({ proficiency }, i) => inRange(proficiency, 0, 100, `${at}/skills/${i}/proficiency`));
}

/** Throws `InvalidInput` when two things have one id. */
export function checkIds(things: readonly { readonly id: string }[], at: string): void {
  const seen = new Set<string>();
  things.forEach(({ id }, i) => {
    if (seen.has(id)) throw new InvalidInput(`${at}/${i}/id`, 'duplicate_id', `The id "${id}" is used twice.`);
    seen.add(id);
  });
}

function optional(value: number | undefined, min: number, max: number, pointer: string): void {
  if (value !== undefined) inRange(value, min, max, pointer);
}
