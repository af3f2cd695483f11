import {
  contains,
  hasVariableLength,
  include,
  incomingLinks,
  type Crew,
  type Instance,
  type Link,
} from './instance.ts';
import { FAR, type Person, type PlannedTask, type Problem, type SkillDemand } from './problem.ts';
import { WorkingTime } from './working-time.ts';

/** An instance with the words it came from: index `i` of the instance is `tasks[i]`. */
export interface Compiled {
  readonly instance: Instance;
  readonly tasks: readonly PlannedTask[];
  readonly people: readonly Person[];
}

/** Brings a checked problem, or the part of it that `keep` admits, into the form the inner loops read. O(size of the problem). */
export function compile(problem: Problem, keep: (task: PlannedTask) => boolean = () => true): Compiled {
  const tasks = problem.tasks.filter(keep);
  const people = problem.people ?? [];
  const resources = problem.resources ?? [];
  const hoursOf = rememberHours();
  const projectHours = hoursOf(problem.working);
  const resourceHours = resources.map(({ working }) => hoursOf(working));
  const resourceIndex = indexOf(resources);
  const demands = tasks.map((task) =>
    Object.entries(isMilestone(task) ? {} : (task.demands ?? {}))
      .filter(([, units]) => units > 0)
      .map(([resource, units]) => [resourceIndex.get(resource)!, units] as const),
  );
  const crews = tasks.map((task) => crewOf(task, people));
  const heads = crews.map((crew) => crew?.heads ?? 1);
  const base = {
    effort: Int32Array.from(tasks, (task) => task.effort ?? 0),
    personHours: people.map(({ working }) => hoursOf(working)),
    hours: tasks.map((planned, task) => {
      if (isMilestone(planned)) return null;
      const needed = demands[task]!.flatMap(([resource]) => resourceHours[resource] ?? []);
      if (!crews[task] && projectHours) needed.push(projectHours);
      return needed.length ? WorkingTime.intersection(needed) : null;
    }),
  };
  const duration = Int32Array.from(tasks, (task, at) => task.duration ?? Math.ceil((task.effort ?? 0) / heads[at]!));
  const links = linksOf(tasks);
  const fixedLength = (task: number) => (hasVariableLength(task, crews[task]!, base) ? null : duration[task]!);
  const { order, rank } = topologicalOrder(tasks.length, links);
  return {
    tasks,
    people,
    instance: {
      ...base,
      size: tasks.length,
      start: problem.start ?? 0,
      duration,
      release: Int32Array.from(tasks, (task) => task.release ?? -FAR),
      due: Int32Array.from(tasks, (task) => task.due ?? FAR),
      pinned: Int32Array.from(tasks, (task) => task.lock?.start ?? FAR),
      links,
      incoming: incomingLinks(tasks.length, links, fixedLength),
      topological: order,
      rank,
      mayOvertake: links.some(({ fromStart, onFinish, lag }) => lag < 0 || onFinish || fromStart),
      capacity: Int32Array.from(resources, ({ capacity }) => capacity),
      demandsFrom: offsets(demands),
      demandOf: Int32Array.from(demands.flat(), ([resource]) => resource),
      amount: Int32Array.from(demands.flat(), ([, units]) => units),
      crews,
      people: people.length,
      words: Math.ceil(people.length / 32),
      personCost: scarcity(crews, duration, people.length),
    },
  };
}

/** Where nothing is to be done, nobody and nothing is needed. */
export const isMilestone = (task: PlannedTask): boolean => (task.duration ?? task.effort) === 0;

function indexOf(things: readonly { id: string }[]): Map<string, number> {
  return new Map(things.map(({ id }, at) => [id, at]));
}

/** One object per distinct set of hours, so that common hours are worked out once. */
function rememberHours(): (working: Problem['working']) => WorkingTime | null {
  const known = new Map<string, WorkingTime>();
  return (working) => {
    if (!working) return null;
    const key = working.join(';');
    const hours = known.get(key) ?? WorkingTime.of(working);
    known.set(key, hours);
    return hours;
  };
}

function linksOf(tasks: readonly PlannedTask[]): Link[] {
  const index = indexOf(tasks);
  return tasks.flatMap((task, to) =>
    (task.predecessors ?? []).flatMap(({ task: before, type = 'FS', lag = 0 }) => {
      const from = index.get(before);
      return from === undefined ? [] : { from, to, fromStart: type[0] === 'S', onFinish: type[1] === 'F', lag };
    }),
  );
}

/** Tasks after their predecessors, first come first (Kahn 1962); tasks on a cycle are missing. O(tasks + links). */
export function topologicalOrder(size: number, links: readonly Link[]): { order: Int32Array; rank: Int32Array } {
  const waiting = new Int32Array(size);
  const successors: number[][] = Array.from({ length: size }, () => []);
  for (const { from, to } of links) {
    waiting[to]!++;
    successors[from]!.push(to);
  }
  const order: number[] = [];
  for (let task = 0; task < size; task++) if (waiting[task] === 0) order.push(task);
  for (const task of order) for (const next of successors[task]!) if (--waiting[next]! === 0) order.push(next);
  const rank = new Int32Array(size);
  order.forEach((task, at) => (rank[task] = at));
  return { order: Int32Array.from(order), rank };
}

function offsets(groups: readonly (readonly unknown[])[]): Int32Array {
  const from = new Int32Array(groups.length + 1);
  groups.forEach((group, at) => (from[at + 1] = from[at]! + group.length));
  return from;
}

function crewOf(task: PlannedTask, people: readonly Person[]): Crew | null {
  if (isMilestone(task)) return null;
  const none = () => new Int32Array(Math.ceil(people.length / 32));
  if (task.lock?.people?.length) {
    const eligible = none();
    const locked = task.lock.people.map((id) => people.findIndex((person) => person.id === id));
    locked.forEach((person) => include(eligible, person));
    return { eligible, able: [], counts: [], heads: locked.length, locked };
  }
  const demands = (task.skills ?? []).filter(({ count = 1 }) => count > 0);
  if (demands.length === 0 && task.effort === undefined) return null;
  const able = demands.map((demand) => {
    const set = none();
    people.forEach((person, at) => isAble(person, demand) && include(set, at));
    return set;
  });
  // Effort without a wish for skills: anyone will do.
  if (able.length === 0)
    able.push(
      none().map((_, word) =>
        people.reduce((set, _person, at) => (at >> 5 === word ? set | (1 << (at & 31)) : set), 0),
      ),
    );
  const counts = demands.length ? demands.map(({ count = 1 }) => count) : [1];
  const eligible = none().map((_, word) => able.reduce((all, set) => all | set[word]!, 0));
  return { eligible, able, counts, heads: counts.reduce((sum, count) => sum + count), locked: null };
}

/** Whether a person has the skill at the level asked for. */
export function isAble(person: Person, { skill, level = 0 }: SkillDemand): boolean {
  const own = person.skills[skill];
  return own !== undefined && own >= level;
}

/** Work that each person could be asked for, shared among those who could do it: who is rare and wanted costs more. */
function scarcity(crews: readonly (Crew | null)[], duration: Int32Array, people: number): Float64Array {
  const cost = new Float64Array(people);
  crews.forEach((crew, task) =>
    crew?.able.forEach((able, demand) => {
      const members = Array.from(cost.keys()).filter((person) => contains(able, person));
      for (const person of members) cost[person]! += (crew.counts[demand]! * duration[task]!) / members.length;
    }),
  );
  return cost;
}
