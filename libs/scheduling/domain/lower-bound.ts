import { contains, type Instance } from './instance.ts';
import { criticalPath } from './priorities.ts';
import { FAR } from './problem.ts';
import { earliestMoment, finishOf } from './work.ts';
import type { WorkingTime } from './working-time.ts';

/** Something of which at most `capacity` units can be at work at once, and how much of their time each task takes at least. */
interface Bottleneck {
  readonly work: readonly number[];
  readonly capacity: number;
  /** Hours of each unit where they differ. */
  readonly hours?: readonly (WorkingTime | null)[];
}

/**
 * A finish that no plan can beat: the longest chain in the best possible hours, and for each resource and each group of people the
 * work that must fit between the earliest possible begin and the least remaining tail (Demeulemeester & Herroelen 2002, §6.4.1).
 * O(tasks² · (resources + groups)).
 */
export function lowerBound(instance: Instance): number {
  const chain = chainInHours(instance);
  // Heads and tails of the critical path assume fixed lengths wherever a link binds a finish or follows a start.
  const exact = !instance.mayOvertake || [...instance.hours, ...instance.personHours].every((hours) => hours === null);
  const path = exact ? criticalPath(instance) : null;
  const head = path?.earliest ?? Float64Array.from(instance.pinned, (time) => (time === FAR ? instance.start : time));
  const tail = path?.tail ?? Float64Array.from(instance.duration);
  return [...resources(instance), ...groups(instance)].reduce(
    (bound, bottleneck) => Math.max(bound, workBound(instance, bottleneck, head, tail)),
    chain,
  );
}

/** For every earliest begin: all work that cannot begin before it, at full capacity, and then the shortest tail. */
function workBound(
  { duration }: Instance,
  { work, capacity, hours }: Bottleneck,
  head: Float64Array,
  tail: Float64Array,
): number {
  const tasks = [...duration.keys()].filter((task) => work[task]! > 0).sort((a, b) => head[b]! - head[a]!);
  let bound = -FAR;
  let total = 0;
  let rest = FAR;
  for (const task of tasks) {
    total += work[task]!;
    rest = Math.min(rest, tail[task]! - duration[task]!);
    const from = head[task]!;
    const available = (until: number) =>
      hours!.reduce((sum, own) => sum + (own?.between(from, until) ?? until - from), 0);
    const done = hours?.some((own) => own)
      ? earliestMoment(from, (until) => available(until) >= total)
      : from + Math.ceil(total / capacity);
    bound = Math.max(bound, done + rest);
  }
  return bound;
}

function resources({ size, duration, capacity, demandsFrom, demandOf, amount }: Instance): Bottleneck[] {
  const work = Array.from(capacity, () => new Array<number>(size).fill(0));
  for (let task = 0; task < size; task++) {
    for (let at = demandsFrom[task]!; at < demandsFrom[task + 1]!; at++)
      work[demandOf[at]!]![task] = amount[at]! * duration[task]!;
  }
  return Array.from(capacity, (most, resource) => ({ work: work[resource]!, capacity: most }));
}

/** One bottleneck per group of people that some demand can be answered by: all demands that fit into the group fall on it. */
function groups({ crews, people, personHours, duration, effort }: Instance): Bottleneck[] {
  const demands = crews.map((crew, task) => {
    if (!crew) return [];
    const whole = { set: crew.eligible, work: effort[task]! || crew.heads * duration[task]! };
    // How people share an effort is open, so that it binds only all of them together.
    if (crew.locked || effort[task]) return [whole];
    return [whole, ...crew.able.map((set, demand) => ({ set, work: crew.counts[demand]! * duration[task]! }))];
  });
  const sets = new Map(demands.flat().map(({ set }) => [set.join(), set]));
  return [...sets.values()].map((group) => {
    const members = Array.from({ length: people }, (_, person) => person).filter((person) => contains(group, person));
    const inside = (set: Int32Array) => set.every((word, at) => (word & ~group[at]!) === 0);
    return {
      work: demands.map(([whole, ...parts]) => {
        if (!whole) return 0;
        if (inside(whole.set)) return whole.work;
        return parts.filter(({ set }) => inside(set)).reduce((sum, { work }) => sum + work, 0);
      }),
      capacity: members.length,
      hours: members.map((person) => personHours[person]!),
    };
  });
}

/** The longest chain when each task is done by whoever would finish it first. */
function chainInHours(instance: Instance): number {
  const { size, incoming, topological, start: origin, release, pinned, hours, crews, personHours } = instance;
  const start = new Float64Array(size);
  const finish = new Float64Array(size);
  let end = origin;
  for (const task of topological) {
    let earliest = pinned[task] === FAR ? Math.max(origin, release[task]!) : pinned[task]!;
    let least = -FAR;
    for (let at = incoming.from[task]!; at < incoming.from[task + 1]!; at++) {
      const before = incoming.task[at]!;
      const bound = (incoming.fromStart[at] ? start[before]! : finish[before]!) + incoming.lag[at]!;
      if (incoming.onFinish[at]) least = Math.max(least, bound);
      else if (pinned[task] === FAR) earliest = Math.max(earliest, bound);
    }
    const crew = crews[task];
    const own = hours[task]?.opening(earliest) ?? earliest;
    const begin = crew ? Math.max(own, soonest(crew.eligible, personHours, earliest)) : own;
    start[task] = begin;
    const natural =
      crew?.locked && begin < FAR ? finishOf(instance, task, crew.eligible, begin) : begin + instance.duration[task]!;
    finish[task] = Math.max(least, !crew && begin < FAR ? finishOf(instance, task, null, begin) : natural);
    end = Math.max(end, finish[task]!);
  }
  return end;
}

function soonest(eligible: Int32Array, personHours: Instance['personHours'], time: number): number {
  let first = FAR;
  personHours.forEach((hours, person) => {
    if (contains(eligible, person)) first = Math.min(first, hours?.opening(time) ?? time);
  });
  return first;
}
