import { topologicalOrder } from './compile.ts';
import { hasVariableLength, include, incomingLinks, type Instance, type Link } from './instance.ts';
import { FAR } from './problem.ts';
import { finishOf } from './work.ts';
import type { WorkingTime } from './working-time.ts';

/**
 * The instance on a clock that runs backwards: what ended last now starts first, and scheduling early there means scheduling late
 * here. Due dates become releases; releases are left out, since only the order of a backward pass is used. O(size).
 */
export function mirrored(instance: Instance): Instance {
  const links = instance.links.map(({ from, to, fromStart, onFinish, lag }): Link => ({
    from: to,
    to: from,
    fromStart: onFinish,
    onFinish: fromStart,
    lag,
  }));
  // Shared hours stay one object, so that what is worked out for them is worked out once.
  const known = new Map<WorkingTime, WorkingTime>();
  const flip = (hours: WorkingTime | null) => {
    if (hours && !known.has(hours)) known.set(hours, hours.mirrored());
    return hours && known.get(hours)!;
  };
  const base = { ...instance, hours: instance.hours.map(flip), personHours: instance.personHours.map(flip) };
  const fixedLength = (task: number) =>
    hasVariableLength(task, base.crews[task]!, base) ? null : base.duration[task]!;
  const { order, rank } = topologicalOrder(instance.size, links);
  return {
    ...base,
    release: instance.due.map((due) => (due === FAR ? -FAR : -due)),
    due: instance.due.map(() => FAR),
    pinned: instance.pinned.map((start, task) => (start === FAR ? FAR : -pinnedFinish(instance, task))),
    links,
    incoming: incomingLinks(instance.size, links, fixedLength),
    topological: order,
    rank,
  };
}

function pinnedFinish(instance: Instance, task: number): number {
  const start = instance.pinned[task]!;
  const locked = instance.crews[task]?.locked;
  if (!locked) return start + instance.duration[task]!;
  const crew = new Int32Array(instance.words);
  locked.forEach((person) => include(crew, person));
  const finish = finishOf(instance, task, crew, start);
  return finish === FAR ? start + instance.duration[task]! : finish;
}
