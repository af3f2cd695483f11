import type { HourNetwork } from './hour-prices.ts';

const slack = 1e-9; // hours: sums of decimals must not reject an exact fit
const chainLength = 12;

/** A plan under hour capacities that improves by chains of ejections: a task takes a better place, those it drives out look for theirs. */
export class HourSearch {
  readonly edge: Int32Array;
  cost: number;
  private readonly network: HourNetwork;
  private readonly price: Float64Array;
  private readonly offer: Float64Array; // per edge: cost and the price of the hours; more than the task's least is regret
  private readonly ranked: Int32Array; // each task's edges, cheapest offer first
  private readonly free: Float64Array;
  private readonly hand: number[][];
  private readonly out: number[] = []; // tasks without a person
  private readonly place: Int32Array; // where a task stands in its hand or in `out`
  private readonly moved: Int32Array; // the round in which a task last moved
  private readonly log: number[] = []; // moves of this round: task, edge before
  private round = 0;
  private seed = 0x9e3779b9;

  constructor(network: HourNetwork, price: Float64Array) {
    const { first, person, cost, hours, capacity, skip } = network;
    const tasks = hours.length;
    this.network = network;
    this.price = price;
    this.offer = Float64Array.from(cost);
    this.ranked = Int32Array.from(cost.keys());
    for (let task = 0; task < tasks; task++) {
      for (let e = first[task]!; e < first[task + 1]!; e++) this.offer[e]! += price[person[e]!]! * hours[task]!;
      this.ranked.subarray(first[task], first[task + 1]).sort((a, b) => this.offer[a]! - this.offer[b]! || a - b);
    }
    this.edge = new Int32Array(tasks).fill(-1);
    this.free = Float64Array.from(capacity);
    this.hand = Array.from(capacity, () => []);
    this.place = new Int32Array(tasks);
    this.moved = new Int32Array(tasks);
    this.cost = tasks * skip;
    for (let task = 0; task < tasks; task++) this.place[task] = this.out.push(task) - 1;
    this.fill();
  }

  /** Tries `rounds` chains and keeps the best plan met; `heat` is the mean worsening let pass at first, falling to 0. */
  improve(rounds: number, heat: number): void {
    if (this.edge.length === 0) return;
    let best = this.cost;
    const kept = this.edge.slice();
    for (let round = 0; round < rounds; round++) {
      const start = this.cost;
      this.round++;
      this.log.length = 0;
      this.chain();
      const allowed = heat * (1 - round / rounds) ** 2 * -Math.log(this.random() + 1e-12);
      if (this.cost > start + allowed) this.undo();
      else if (this.cost < best - slack) {
        best = this.cost;
        kept.set(this.edge);
      }
    }
    for (let task = 0; task < kept.length; task++) this.put(task, -1);
    for (let task = 0; task < kept.length; task++) this.put(task, kept[task]!);
  }

  /** Places every task that fits, those first that lose most when their best person is full. */
  private fill(): void {
    const { first, hours, skip } = this.network;
    const regret = Float64Array.from(hours, (_, task) => {
      const best = first[task]!;
      const end = first[task + 1]!;
      const least = best < end ? this.offer[this.ranked[best]!]! : skip;
      return (best + 1 < end ? Math.min(skip, this.offer[this.ranked[best + 1]!]!) : skip) - least;
    });
    for (const task of Int32Array.from(hours.keys()).sort((a, b) => regret[b]! - regret[a]! || a - b))
      this.put(task, this.roomy(task));
  }

  private chain(): void {
    const { first, person, hours } = this.network;
    const pending = [this.unhappy()];
    this.move(pending[0]!, -1);
    for (let step = 0; pending.length > 0; step++) {
      const task = pending.pop()!;
      const roomy = this.roomy(task);
      const degree = first[task + 1]! - first[task]!;
      const forced = degree > 0 ? this.ranked[first[task]! + this.nearTop(Math.min(degree, 5))]! : -1;
      const better = forced >= 0 && this.offer[forced]! < (roomy < 0 ? this.network.skip : this.offer[roomy]!);
      if (!better || step >= chainLength || (step > 0 && this.random() < 0.3)) {
        this.move(task, roomy);
        continue;
      }
      const j = person[forced]!;
      while (!this.fits(task, j)) {
        const driven = this.drivenOut(j, hours[task]! - this.free[j]!);
        if (driven < 0) break;
        this.move(driven, -1);
        pending.push(driven);
      }
      this.move(task, this.fits(task, j) ? forced : this.roomy(task));
    }
  }

  /** A task to begin with: one that waits, or the one of four that regrets its place most. */
  private unhappy(): number {
    if (this.out.length > 0 && this.random() < 0.3) return this.out[this.below(this.out.length)]!;
    let chosen = this.below(this.edge.length);
    for (let i = 0; i < 3; i++) {
      const other = this.below(this.edge.length);
      if (this.regret(other) > this.regret(chosen)) chosen = other;
    }
    return chosen;
  }

  private regret(task: number): number {
    const edge = this.edge[task]!;
    const best = this.network.first[task]!;
    if (best === this.network.first[task + 1]) return 0;
    return (edge < 0 ? this.network.skip : this.offer[edge]!) - this.offer[this.ranked[best]!]!;
  }

  /** One of j's tasks that has not moved in this round, rather one of about the hours needed; −1: none. */
  private drivenOut(j: number, needed: number): number {
    const unit = 0.3 + this.price[j]!;
    let chosen = -1;
    let least = Infinity;
    for (const task of this.hand[j]!) {
      if (this.moved[task] === this.round) continue;
      const surplus = this.network.hours[task]! - needed;
      const misfit = surplus < 0 ? 1 - surplus : 0.5 * surplus;
      const rank = this.random() * (0.3 + misfit * unit + Math.max(0, this.elsewhere(task, j)));
      if (rank < least) {
        least = rank;
        chosen = task;
      }
    }
    return chosen;
  }

  /** What a task of j's loses at least by going to its cheapest other person, or to none. */
  private elsewhere(task: number, j: number): number {
    const { first, person, skip } = this.network;
    const at = first[task]!;
    const next = person[this.ranked[at]!]! === j ? at + 1 : at;
    const other = next < first[task + 1]! ? Math.min(skip, this.offer[this.ranked[next]!]!) : skip;
    return other - this.offer[this.edge[task]!]!;
  }

  /** The cheapest offer of a person with room; −1 when waiting is cheaper. */
  private roomy(task: number): number {
    const { first, person, skip } = this.network;
    for (let at = first[task]!; at < first[task + 1]!; at++) {
      const e = this.ranked[at]!;
      if (this.offer[e]! >= skip) return -1;
      if (this.fits(task, person[e]!)) return e;
    }
    return -1;
  }

  private fits(task: number, j: number): boolean {
    return this.free[j]! + slack >= this.network.hours[task]! && this.hand[j]!.length < this.network.slots[j]!;
  }

  private move(task: number, edge: number): void {
    this.log.push(task, this.edge[task]!);
    this.moved[task] = this.round;
    this.put(task, edge);
  }

  private undo(): void {
    for (let at = this.log.length - 2; at >= 0; at -= 2) this.put(this.log[at]!, this.log[at + 1]!);
  }

  /** Moves a task to an edge, or out (−1). */
  private put(task: number, edge: number): void {
    const { person, cost, hours, skip } = this.network;
    const from = this.edge[task]!;
    if (from === edge) return;
    const source = from < 0 ? this.out : this.hand[person[from]!]!;
    const last = source.pop()!;
    if (last !== task) {
      source[this.place[task]!] = last;
      this.place[last] = this.place[task]!;
    }
    const goal = edge < 0 ? this.out : this.hand[person[edge]!]!;
    this.place[task] = goal.push(task) - 1;
    if (from >= 0) this.free[person[from]!]! += hours[task]!;
    if (edge >= 0) this.free[person[edge]!]! -= hours[task]!;
    this.cost += (edge < 0 ? skip : cost[edge]!) - (from < 0 ? skip : cost[from]!);
    this.edge[task] = edge;
  }

  /** A place below n, the first ones more likely. */
  private nearTop(n: number): number {
    return Math.min(this.below(n), this.below(n));
  }

  private below(n: number): number {
    return Math.floor(this.random() * n);
  }

  /** Xorshift (Marsaglia 2003) from a fixed seed: the same input gives the same plan. */
  private random(): number {
    this.seed ^= this.seed << 13;
    this.seed ^= this.seed >>> 17;
    this.seed ^= this.seed << 5;
    return (this.seed >>> 0) / 2 ** 32;
  }
}
