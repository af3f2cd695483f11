import type { Instance } from './instance.ts';

/** Builds activity lists, orders of tasks in which each comes after its predecessors, from priority values; smallest first. */
export class ActivityLists {
  private readonly followers: Int32Array[];
  private readonly predecessors: Int32Array;
  private readonly waiting: Int32Array;
  private readonly heap: Int32Array;
  private readonly ranked: Float64Array;

  constructor(private readonly instance: Instance) {
    const { size, links } = instance;
    const followers: number[][] = Array.from({ length: size }, () => []);
    this.predecessors = new Int32Array(size);
    for (const { from, to } of links) {
      followers[from]!.push(to);
      this.predecessors[to]!++;
    }
    this.followers = followers.map((tasks) => Int32Array.from(tasks));
    this.waiting = new Int32Array(size);
    this.heap = new Int32Array(size);
    this.ranked = new Float64Array(size);
  }

  /** The list that always takes the ready task of least value. O(tasks log tasks + links). */
  by(values: ArrayLike<number>): Int32Array {
    const { rank, size } = this.instance;
    const { heap, waiting } = this;
    const before = (a: number, b: number) =>
      values[a]! < values[b]! || (values[a] === values[b] && rank[a]! < rank[b]!);
    const list = new Int32Array(size);
    let ready = 0;
    const push = (task: number) => {
      let at = ready++;
      for (let up = (at - 1) >> 1; at > 0 && before(task, heap[up]!); up = (at - 1) >> 1) {
        heap[at] = heap[up]!;
        at = up;
      }
      heap[at] = task;
    };
    waiting.set(this.predecessors);
    for (let task = 0; task < size; task++) if (waiting[task] === 0) push(task);
    for (let filled = 0; filled < size; filled++) {
      const least = (list[filled] = heap[0]!);
      this.sink(heap[--ready]!, ready, before);
      for (const next of this.followers[least]!) if (--waiting[next]! === 0) push(next);
    }
    return list;
  }

  /** The list in order of times at which the tasks stand in a schedule. O(tasks log tasks). */
  byTime(times: Int32Array): Int32Array {
    const { rank, size, topological, mayOvertake } = this.instance;
    if (mayOvertake) return this.by(times);
    // Time and topological rank packed into one number sort natively; the rank leads back to the task.
    for (let task = 0; task < size; task++) this.ranked[task] = times[task]! * size + rank[task]!;
    this.ranked.sort();
    const list = new Int32Array(size);
    for (let at = 0; at < size; at++) {
      const place = this.ranked[at]! % size;
      list[at] = topological[place < 0 ? place + size : place]!;
    }
    return list;
  }

  private sink(task: number, ready: number, before: (a: number, b: number) => boolean): void {
    const { heap } = this;
    let at = 0;
    for (let child = 1; child < ready; child = 2 * at + 1) {
      if (child + 1 < ready && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, task)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = task;
  }
}
