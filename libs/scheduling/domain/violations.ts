import { isAble, isMilestone } from './compile.ts';
import type { DependencyType, Interval, Person, PlannedTask, Problem } from './problem.ts';
import type { Schedule, ScheduledTask } from './schedule.ts';

/** A rule of the problem that a schedule breaks. */
export interface Violation {
  readonly task: string;
  readonly rule: 'forgotten' | 'start' | 'work' | 'precedence' | 'capacity' | 'people' | 'skills' | 'lock';
}

/**
 * Checks a schedule against its problem from first principles, sharing nothing with the code that makes schedules: what is left of
 * hand edits, imports and our own plans must pass it. Empty means valid. O(tasks² · (resources + people)).
 */
export function violations(problem: Problem, schedule: Pick<Schedule, 'tasks' | 'unplanned'>): Violation[] {
  const planned = new Map(schedule.tasks.map((task) => [task.id, task]));
  const people = new Map((problem.people ?? []).map((person) => [person.id, person]));
  const left = new Set(schedule.unplanned.map(({ task }) => task));
  return problem.tasks.flatMap((task) => {
    const own = planned.get(task.id);
    const broken = (rule: Violation['rule'], holds: boolean): Violation[] => (holds ? [] : [{ task: task.id, rule }]);
    if (!own) return broken('forgotten', left.has(task.id));
    const crew = own.people.map(({ person }) => people.get(person)!);
    const others = schedule.tasks.filter(({ id }) => id !== task.id);
    return [
      ...broken('start', own.start >= (task.lock?.start ?? Math.max(problem.start ?? 0, task.release ?? -Infinity))),
      ...broken('work', isWorkExact(problem, task, own, crew)),
      ...broken(
        'precedence',
        (task.predecessors ?? []).every((link) => isKept(link, planned.get(link.task), own)),
      ),
      ...broken('capacity', isWithinCapacity(problem, task, own, others)),
      ...broken(
        'people',
        others.every((other) => !overlaps(own, other) || !shareSomeone(own, other)),
      ),
      ...broken('skills', hasSkills(task, crew)),
      ...broken('lock', isLockKept(task, own)),
    ];
  });
}

const overlaps = (a: ScheduledTask, b: ScheduledTask) => a.start < b.finish && b.start < a.finish;

const shareSomeone = (a: ScheduledTask, b: ScheduledTask) =>
  a.people.some(({ person }) => b.people.some((other) => other.person === person));

function isKept(
  { type = 'FS', lag = 0 }: { type?: DependencyType; lag?: number },
  before: ScheduledTask | undefined,
  own: ScheduledTask,
): boolean {
  if (!before) return false;
  return (type[1] === 'S' ? own.start : own.finish) >= (type[0] === 'S' ? before.start : before.finish) + lag;
}

function isWithinCapacity(
  problem: Problem,
  task: PlannedTask,
  own: ScheduledTask,
  others: readonly ScheduledTask[],
): boolean {
  const demandOf = new Map(problem.tasks.map(({ id, demands }) => [id, demands]));
  const moments = [
    own.start,
    ...others.filter((other) => other.start > own.start && other.start < own.finish).map(({ start }) => start),
  ];
  return (problem.resources ?? []).every(({ id, capacity }) => {
    const units = task.demands?.[id] ?? 0;
    if (units === 0 || isMilestone(task)) return true;
    return moments.every((moment) => {
      const running = others.filter(({ start, finish }) => start <= moment && moment < finish);
      return running.reduce((sum, other) => sum + (demandOf.get(other.id)?.[id] ?? 0), units) <= capacity;
    });
  });
}

/** The task starts at work, ends when the work is done and not a moment later. */
function isWorkExact(
  problem: Problem,
  task: PlannedTask,
  { start, finish }: ScheduledTask,
  crew: readonly Person[],
): boolean {
  if (isMilestone(task)) return start === finish;
  const needed = (problem.resources ?? [])
    .filter(({ id }) => (task.demands?.[id] ?? 0) > 0)
    .map(({ working }) => working);
  if (crew.length === 0) needed.push(problem.working);
  const personal = crew.map(({ working }) => working);
  const work = (until: number) =>
    task.effort === undefined
      ? commonTime([...needed, ...personal], start, until)
      : personal.reduce((sum, own) => sum + commonTime([...needed, own], start, until), 0);
  const asked = task.effort ?? task.duration!;
  return (
    work(finish) >= asked && work(finish - 1) < asked && commonTime([...needed, ...personal], start, start + 1) === 1
  );
}

/** How long all of several calendars are open within `[from, to)`. */
function commonTime(calendars: readonly (readonly Interval[] | undefined)[], from: number, to: number): number {
  let open: Interval[] = [[from, to]];
  for (const calendar of calendars) {
    if (!calendar) continue;
    open = open.flatMap((one) =>
      joined(calendar).map(([begin, end]): Interval => [Math.max(one[0], begin), Math.min(one[1], end)]),
    );
    open = open.filter(([begin, end]) => begin < end);
  }
  return open.reduce((sum, [begin, end]) => sum + end - begin, 0);
}

function joined(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

/** Whether everyone on the crew can be given a place of their own, and none stays open (Hall's condition, by trying). */
function hasSkills(task: PlannedTask, crew: readonly Person[]): boolean {
  if (isMilestone(task)) return crew.length === 0;
  if (task.lock?.people?.length) return true;
  const places = (task.skills ?? []).flatMap((demand) => Array<typeof demand>(demand.count ?? 1).fill(demand));
  if (task.effort !== undefined && places.length === 0) return crew.length === 1;
  const taken = new Map<number, number>();
  const seat = (member: number, tried: Set<number>): boolean =>
    places.some((demand, place) => {
      if (tried.has(place) || !isAble(crew[member]!, demand)) return false;
      tried.add(place);
      if (taken.has(place) && !seat(taken.get(place)!, tried)) return false;
      taken.set(place, member);
      return true;
    });
  return places.length === crew.length && crew.every((_, member) => seat(member, new Set()));
}

function isLockKept({ lock, ...task }: PlannedTask, own: ScheduledTask): boolean {
  const people = new Set(own.people.map(({ person }) => person));
  const named = isMilestone(task) ? [] : (lock?.people ?? []);
  return (
    (lock?.start === undefined || lock.start === own.start) &&
    (named.length === 0 || (named.length === people.size && named.every((person) => people.has(person))))
  );
}
