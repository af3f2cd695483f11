import { InvalidInput } from '#kernel/index';
import { inRange } from '#scoring/index';
import type { Fairness } from './policy.ts';
import { compare } from './rank.ts';
import { checkIds } from './valid-work.ts';

/** Who can do what how well; scores of any finite size, higher is better; pairs not listed are not allowed. */
export interface AssignmentProblem {
  /** `capacity`: most tasks, or most hours when tasks have hours (then `maxTasks` may limit the tasks too); absent: no limit. */
  readonly people: readonly { readonly id: string; readonly capacity?: number; readonly maxTasks?: number }[];
  /** `hours` on any task turns capacities into hours; tasks without then count 0. */
  readonly tasks: readonly { readonly id: string; readonly hours?: number }[];
  readonly scores: readonly { readonly task: string; readonly person: string; readonly score: number }[];
  /** How even loads shall be, where capacities are tasks. Default 0. */
  readonly fairness?: Fairness;
}

/** A problem in typed arrays, tasks and people by id, so that the order of rows decides nothing. */
export interface Pairs {
  readonly taskAt: Int32Array;
  readonly personAt: Int32Array;
  /** Edges of the t-th task by id: `first[t]` to `first[t + 1]`, each a person in id order and the index of its score. */
  readonly first: Int32Array;
  readonly person: Int32Array;
  readonly scoreAt: Int32Array;
  readonly highest: number;
  readonly lowest: number;
}

/** Checks a problem and lays it out. Throws `InvalidInput` with a pointer. O(pairs + n log n). */
export function pairsOf({ people, tasks, scores, fairness = 0 }: AssignmentProblem): Pairs {
  checkIds(people, '/people');
  checkIds(tasks, '/tasks');
  if (fairness !== 'balanced') inRange(fairness, 0, 100, '/fairness');
  const inHours = tasks.some(({ hours }) => hours !== undefined);
  people.forEach(({ capacity = 0, maxTasks = 0 }, i) => {
    inRange(capacity, 0, Infinity, `/people/${i}/capacity`);
    inRange(maxTasks, 0, Infinity, `/people/${i}/maxTasks`);
    if (!inHours && !Number.isInteger(capacity))
      throw new InvalidInput(`/people/${i}/capacity`, 'not_whole', 'A capacity in tasks must be a whole number.');
  });
  tasks.forEach(({ hours = 0 }, i) => inRange(hours, 0, Infinity, `/tasks/${i}/hours`));

  const taskAt = byId(tasks);
  const personAt = byId(people);
  const taskPlace = new Map(Array.from(taskAt, (at, place) => [tasks[at]!.id, place]));
  const personPlace = new Map(Array.from(personAt, (at, place) => [people[at]!.id, place]));
  const task = new Int32Array(scores.length);
  const first = new Int32Array(tasks.length + 1);
  const who = new Int32Array(scores.length);
  let highest = -Infinity;
  let lowest = Infinity;
  scores.forEach(({ task: taskId, person: personId, score }, i) => {
    task[i] = taskPlace.get(taskId) ?? unknown(`/scores/${i}/task`, taskId);
    who[i] = personPlace.get(personId) ?? unknown(`/scores/${i}/person`, personId);
    if (!(Math.abs(score) <= 1e9)) inRange(score, -1e9, 1e9, `/scores/${i}/score`);
    first[task[i]! + 1]!++;
    if (score > highest) highest = score;
    if (score < lowest) lowest = score;
  });
  for (let t = 0; t < tasks.length; t++) first[t + 1]! += first[t]!;
  const { person, scoreAt } = sortedEdges(task, who, first, people.length);
  return { taskAt, personAt, first, person, scoreAt, highest, lowest };
}

/** Edges by task, then person, by two stable counting passes. */
function sortedEdges(task: Int32Array, who: Int32Array, first: Int32Array, people: number) {
  const from = new Int32Array(people + 1);
  for (const j of who) from[j + 1]!++;
  for (let j = 0; j < people; j++) from[j + 1]! += from[j]!;
  const byPerson = new Int32Array(who.length);
  who.forEach((j, i) => (byPerson[from[j]!++] = i));
  const next = first.slice();
  const person = new Int32Array(who.length);
  const scoreAt = new Int32Array(who.length);
  for (const i of byPerson) {
    const at = next[task[i]!]!++;
    if (at > first[task[i]!]! && person[at - 1] === who[i])
      throw new InvalidInput(`/scores/${i}`, 'duplicate_pair', 'This pair of task and person is listed twice.');
    person[at] = who[i]!;
    scoreAt[at] = i;
  }
  return { person, scoreAt };
}

function byId(things: readonly { readonly id: string }[]): Int32Array {
  return Int32Array.from(things.keys()).sort((a, b) => compare(things[a]!.id, things[b]!.id));
}

function unknown(pointer: string, id: string): never {
  throw new InvalidInput(pointer, 'unknown_id', `"${id}" is not in the list.`);
}
