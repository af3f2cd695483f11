import type { Compiled } from './compile.ts';
import { CrewFinder } from './crew-finder.ts';
import { contains, members, type Crew, type Instance } from './instance.ts';
import { FAR, type Problem } from './problem.ts';
import type { Solution } from './search.ts';

/** A task that no plan can hold, and why. */
export interface Unplanned {
  readonly task: string;
  readonly reason: UnplannedReason;
  /** The resource, skill or task that it fails on. */
  readonly because: string;
}

/**
 * `demand_exceeds_capacity`: more units than there are · `nobody_able`: not enough people have the skill · `too_few_people`: enough for
 * each skill but not for all at once · `waits_for_unplanned`: a predecessor cannot be done · `lock_before_predecessor`: locked to a
 * start that its predecessors miss · `lock_occupied`: locked to a time or people already taken by other locks · `no_common_hours`: who
 * and what it needs are never at work together for long enough.
 */
export type UnplannedReason =
  | 'demand_exceeds_capacity'
  | 'nobody_able'
  | 'too_few_people'
  | 'waits_for_unplanned'
  | 'lock_before_predecessor'
  | 'lock_occupied'
  | 'no_common_hours';

/** Tasks that fail whatever the order is, with everything that waits for them. O(tasks · people · demands). */
export function impossibleTasks(problem: Problem, { instance, tasks }: Compiled): Unplanned[] {
  const finder = new CrewFinder(instance);
  const found = new Map<number, Unplanned>();
  const cannot = (task: number, reason: UnplannedReason, because: string) =>
    found.set(task, { task: tasks[task]!.id, reason, because });
  const waits = Map.groupBy(instance.links, ({ to }) => to);
  for (const task of instance.topological) {
    const resource = exceeded(instance, task);
    const crew = instance.crews[task];
    const lost = (waits.get(task) ?? []).find(({ from }) => found.has(from));
    if (resource >= 0) cannot(task, 'demand_exceeds_capacity', problem.resources![resource]!.id);
    else if (crew && rareDemand(crew, instance.people) >= 0) {
      cannot(
        task,
        'nobody_able',
        tasks[task]!.skills?.filter(({ count = 1 }) => count > 0)[rareDemand(crew, instance.people)]?.skill ?? 'anyone',
      );
    } else if (crew && !finder.find(crew, members(crew.eligible)))
      cannot(task, 'too_few_people', tasks[task]!.skills!.map(({ skill }) => skill).join(', '));
    else if (lost) cannot(task, 'waits_for_unplanned', tasks[lost.from]!.id);
  }
  return [...found.values()];
}

function exceeded({ demandsFrom, demandOf, amount, capacity }: Instance, task: number): number {
  for (let at = demandsFrom[task]!; at < demandsFrom[task + 1]!; at++) {
    if (amount[at]! > capacity[demandOf[at]!]!) return demandOf[at]!;
  }
  return -1;
}

function rareDemand(crew: Crew, people: number): number {
  return crew.able.findIndex((able, demand) => {
    let count = 0;
    for (let person = 0; person < people; person++) if (contains(able, person)) count++;
    return count < crew.counts[demand]!;
  });
}

/** Tasks that a finished search has found no place for, with the reason. O(tasks + links). */
export function withoutPlace({ instance, tasks }: Compiled, { start, finish }: Solution): Unplanned[] {
  const waits = Map.groupBy(instance.links, ({ to }) => to);
  const isMissing = (task: number) => start[task] === FAR;
  return Array.from(instance.topological)
    .filter(isMissing)
    .map((task): Unplanned => {
      const { id } = tasks[task]!;
      const links = waits.get(task) ?? [];
      const lost = links.find(({ from }) => isMissing(from));
      if (lost) return { task: id, reason: 'waits_for_unplanned', because: tasks[lost.from]!.id };
      const pinned = instance.pinned[task]!;
      if (pinned === FAR) return { task: id, reason: 'no_common_hours', because: id };
      const tooLate = links.find(({ from, fromStart, onFinish, lag }) => {
        const moment = onFinish ? pinned + instance.duration[task]! : pinned;
        return (fromStart ? start[from]! : finish[from]!) + lag > moment;
      });
      if (tooLate) return { task: id, reason: 'lock_before_predecessor', because: tasks[tooLate.from]!.id };
      const rival = rivalOf(instance, task);
      return rival < 0
        ? { task: id, reason: 'no_common_hours', because: id }
        : { task: id, reason: 'lock_occupied', because: tasks[rival]!.id };
    });
}

/** Another locked task at the same time, or -1. */
function rivalOf({ pinned, duration }: Instance, task: number): number {
  const from = pinned[task]!;
  return pinned.findIndex(
    (time, at) => at !== task && time !== FAR && time < from + duration[task]! && time + duration[at]! > from,
  );
}
