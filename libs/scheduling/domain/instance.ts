import type { WorkingTime } from './working-time.ts';

/** A precedence relation between two tasks: a bound on start or finish of `to`, counted from start or finish of `from`. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly fromStart: boolean;
  readonly onFinish: boolean;
  readonly lag: number;
}

/** Who may work on a task: the people that can answer each place of it, or the people it is locked to. */
export interface Crew {
  /** Bit set of the people who can take any place. */
  readonly eligible: Int32Array;
  /** One bit set per distinct demand; absent when the crew is locked. */
  readonly able: readonly Int32Array[];
  readonly counts: readonly number[];
  /** People on the task in the end. */
  readonly heads: number;
  readonly locked: readonly number[] | null;
}

/** A problem in the form the inner loops read: tasks, resources and people are indices, everything is a typed array. */
export interface Instance {
  readonly size: number;
  readonly start: number;
  /** Working time; for effort-driven tasks the least possible, ⌈effort / heads⌉. */
  readonly duration: Int32Array;
  /** Person-units of effort-driven tasks, else 0. */
  readonly effort: Int32Array;
  readonly release: Int32Array;
  readonly due: Int32Array;
  /** Locked start, or `FAR`. */
  readonly pinned: Int32Array;
  readonly links: readonly Link[];
  readonly incoming: Incoming;
  /** Tasks so that each comes after its predecessors, and the place of each task in it. */
  readonly topological: Int32Array;
  readonly rank: Int32Array;
  /** Whether start times alone can put a task before its predecessor (leads, SF): lists then need repair. */
  readonly mayOvertake: boolean;
  readonly capacity: Int32Array;
  /** Demands of task `j`: entries `demandsFrom[j] … demandsFrom[j + 1]` of `demandOf` (resource) and `amount`. */
  readonly demandsFrom: Int32Array;
  readonly demandOf: Int32Array;
  readonly amount: Int32Array;
  readonly crews: readonly (Crew | null)[];
  /** Opening hours of what a task needs besides people; null: always. */
  readonly hours: readonly (WorkingTime | null)[];
  readonly people: number;
  /** 32-bit words of a set of people. */
  readonly words: number;
  readonly personHours: readonly (WorkingTime | null)[];
  /** How much a person is missed elsewhere: people who cost less are taken first. */
  readonly personCost: Float64Array;
}

/** Links by the task they bind: entries `from[j] … from[j + 1]`, with the lag brought onto the start where the length is fixed. */
export interface Incoming {
  readonly from: Int32Array;
  readonly task: Int32Array;
  readonly fromStart: Uint8Array;
  readonly onFinish: Uint8Array;
  readonly lag: Int32Array;
}

/** Whether the elapsed length of a task depends on when and by whom it is done. */
export function hasVariableLength(
  task: number,
  crew: Crew | null,
  instance: Pick<Instance, 'hours' | 'effort' | 'personHours'>,
): boolean {
  if (instance.hours[task]) return true;
  if (!crew) return false;
  return instance.personHours.some((hours, person) => hours && contains(crew.eligible, person));
}

/** Groups links by the task they bind. O(tasks + links). */
export function incomingLinks(size: number, links: readonly Link[], fixed: (task: number) => number | null): Incoming {
  const from = new Int32Array(size + 1);
  for (const link of links) from[link.to + 1]!++;
  for (let task = 0; task < size; task++) from[task + 1]! += from[task]!;
  const incoming = {
    from,
    task: new Int32Array(links.length),
    fromStart: new Uint8Array(links.length),
    onFinish: new Uint8Array(links.length),
    lag: new Int32Array(links.length),
  };
  const next = from.slice();
  for (const link of links) {
    const at = next[link.to]!++;
    const length = link.onFinish ? fixed(link.to) : null;
    incoming.task[at] = link.from;
    incoming.fromStart[at] = link.fromStart ? 1 : 0;
    incoming.onFinish[at] = link.onFinish && length === null ? 1 : 0;
    incoming.lag[at] = link.lag - (length ?? 0);
  }
  return incoming;
}

export const contains = (set: Int32Array, member: number): boolean => (set[member >> 5]! & (1 << (member & 31))) !== 0;

export const include = (set: Int32Array, member: number): void => {
  set[member >> 5]! |= 1 << (member & 31);
};

/** Everyone in a set who is not in another. */
export function members(set: Int32Array, without?: Int32Array): number[] {
  const found: number[] = [];
  for (let word = 0; word < set.length; word++) {
    for (let left = set[word]! & ~(without?.[word] ?? 0); left !== 0; left &= left - 1)
      found.push(32 * word + 31 - Math.clz32(left & -left));
  }
  return found;
}

/** Whether enough people are left for each demand when those in `busy` (from `base` on) are taken; necessary, not sufficient. */
export function isStaffed(crew: Crew, busy: Int32Array, base: number): boolean {
  if (freeOf(crew.eligible, busy, base) < crew.heads) return false;
  for (let demand = 0; demand < crew.able.length; demand++) {
    if (freeOf(crew.able[demand]!, busy, base) < crew.counts[demand]!) return false;
  }
  return true;
}

function freeOf(set: Int32Array, busy: Int32Array, base: number): number {
  let count = 0;
  for (let word = 0; word < set.length; word++) {
    for (let left = set[word]! & ~busy[base + word]!; left !== 0; left &= left - 1) count++;
  }
  return count;
}
