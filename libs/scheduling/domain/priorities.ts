import type { Instance, Link } from './instance.ts';
import { FAR } from './problem.ts';

/** Were nothing scarce: earliest start, latest start that delays nothing, and longest way to the end, own length included. */
export interface CriticalPath {
  readonly earliest: Float64Array;
  readonly latest: Float64Array;
  readonly tail: Float64Array;
  readonly end: number;
}

/** Forward and backward pass of the critical path method with lags (Kelley & Walker 1959). O(tasks + links). */
export function criticalPath(instance: Instance): CriticalPath {
  const { size, start, duration, release, pinned, due, topological, links } = instance;
  const earliest = Float64Array.from(release, (time) => Math.max(time, start));
  const byRank = links.toSorted((a, b) => instance.rank[a.from]! - instance.rank[b.from]!);
  pinned.forEach((time, task) => time !== FAR && (earliest[task] = time));
  const offset = ({ from, to, fromStart, onFinish, lag }: Link) =>
    (fromStart ? 0 : duration[from]!) + lag - (onFinish ? duration[to]! : 0);
  for (const link of byRank) {
    if (pinned[link.to] === FAR) earliest[link.to] = Math.max(earliest[link.to]!, earliest[link.from]! + offset(link));
  }
  const end = topological.reduce((last, task) => Math.max(last, earliest[task]! + duration[task]!), start);
  const tail = Float64Array.from(duration);
  const latest = new Float64Array(size);
  for (let task = 0; task < size; task++)
    latest[task] = pinned[task] === FAR ? Math.min(due[task]!, end) - duration[task]! : pinned[task]!;
  for (const link of byRank.toReversed()) {
    tail[link.from] = Math.max(tail[link.from]!, offset(link) + tail[link.to]!);
    latest[link.from] = Math.min(latest[link.from]!, latest[link.to]! - offset(link));
  }
  return { earliest, latest, tail, end };
}

/** Priority values of the classic rules, smallest first (Kolisch 1996, Klein 2000): each is one activity list. */
export function ruleValues(instance: Instance): Float64Array[] {
  const { earliest, latest, tail } = criticalPath(instance);
  const { size, duration, links } = instance;
  const successors = allSuccessors(size, links, instance.topological);
  const weights = Float64Array.from(
    { length: size },
    (_, task) => duration[task]! + successors[task]!.reduce((sum, next) => sum + duration[next]!, 0),
  );
  const latestFinish = latest.map((time, task) => time + duration[task]!);
  return [
    latest,
    latestFinish,
    Float64Array.from(successors, (next) => -next.length),
    weights.map((weight) => -weight),
    latest.map((time, task) => time - earliest[task]!),
    latestFinish.map((time, task) => time + earliest[task]!),
    tail.map((length, task) => -length - work(instance, task)),
  ];
}

/** Work content of a task: its length times the share of each resource that it takes. */
function work({ duration, demandsFrom, demandOf, amount, capacity }: Instance, task: number): number {
  let share = 0;
  for (let at = demandsFrom[task]!; at < demandsFrom[task + 1]!; at++) share += amount[at]! / capacity[demandOf[at]!]!;
  return duration[task]! * share;
}

function allSuccessors(size: number, links: readonly Link[], topological: Int32Array): number[][] {
  const direct: number[][] = Array.from({ length: size }, () => []);
  for (const { from, to } of links) direct[from]!.push(to);
  const all: Set<number>[] = Array.from({ length: size }, () => new Set());
  for (const task of topological.toReversed()) {
    for (const next of direct[task]!) {
      all[task]!.add(next);
      for (const later of all[next]!) all[task]!.add(later);
    }
  }
  return all.map((set) => [...set]);
}
