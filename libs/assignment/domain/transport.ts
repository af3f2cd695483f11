/**
 * Tasks, people and what each pair costs. Edges of task t are `first[t]` to `first[t + 1]`, in `person` and `cost`.
 * Costs are integers (in doubles, sums below 2^53), so that optimality is decided exactly.
 */
export interface Network {
  readonly first: Int32Array;
  readonly person: Int32Array;
  readonly cost: Float64Array;
  /** Most tasks per person. */
  readonly capacity: Int32Array;
  /** Cost of leaving one task unassigned. */
  readonly skip: number;
  /** Cost of a person's k-th task (k from 1), an integer that never falls as k grows. */
  readonly loadCost: (person: number, k: number) => number;
}

/** An optimal plan with its proof: `prices` is a dual solution, and `bound` = `cost` says that nothing cheaper exists. */
export interface Flow {
  /** Per task the edge chosen, or −1. */
  readonly edge: Int32Array;
  readonly prices: Float64Array;
  readonly cost: number;
  readonly bound: number;
}

/**
 * Cheapest plan under capacities and convex load costs by successive shortest paths on the graph of people:
 * the arc j → k is the cheapest task to move from j to k (Ahuja, Magnanti, Orlin, "Network Flows", 1993, §9.7; Kuhn 1955 for the prices).
 * Deterministic. O(tasks × people² + moves × degree) worst case; a task whose cheapest person is free costs its degree.
 */
export function cheapestFlow(network: Network): Flow {
  const solver = new Solver(network);
  for (let task = 0; task < solver.tasks; task++) solver.insert(task);
  return {
    edge: solver.edge,
    prices: solver.price,
    cost: costOf(network, solver.edge),
    bound: dualBound(network, solver.price),
  };
}

/** Cost of a plan, load costs and skipped tasks included. O(tasks). */
export function costOf({ first, person, cost, capacity, skip, loadCost }: Network, edge: Int32Array): number {
  const load = new Int32Array(capacity.length);
  let sum = 0;
  for (let task = 0; task < first.length - 1; task++) {
    const chosen = edge[task]!;
    if (chosen < 0) sum += skip;
    else sum += cost[chosen]! + loadCost(person[chosen]!, ++load[person[chosen]!]!);
  }
  return sum;
}

/** Lower bound on every plan's cost that follows from any prices ≥ 0 by linear programming duality. O(edges + capacity used). */
export function dualBound({ first, person, cost, capacity, skip, loadCost }: Network, price: Float64Array): number {
  let bound = 0;
  for (let task = 0; task < first.length - 1; task++) {
    let cheapest = skip;
    for (let e = first[task]!; e < first[task + 1]!; e++) cheapest = Math.min(cheapest, cost[e]! + price[person[e]!]!);
    bound += cheapest;
  }
  for (let j = 0; j < capacity.length; j++)
    for (let k = 1; k <= capacity[j]! && loadCost(j, k) < price[j]!; k++) bound -= price[j]! - loadCost(j, k);
  return bound;
}

/** Inserts one task after the other along a cheapest path of moves, and keeps prices that prove the plan so far optimal. */
class Solver {
  private readonly network: Network;
  readonly tasks: number;
  readonly edge: Int32Array;
  readonly price: Float64Array;
  private readonly people: number;
  private readonly width: number;
  private readonly hand: number[][];
  private readonly move: Float64Array; // [j × width + k]: cheapest change of cost when one of j's tasks goes to k
  private readonly moved: Int32Array; // the edge of that task to k; for k = nobody the task itself
  private readonly fresh: Uint8Array; // whether j's row of `move` is right
  private readonly distance: Float64Array;
  private readonly via: Int32Array;
  private readonly from: Int32Array;
  private readonly state: Uint8Array; // 0 untouched, 1 reached, 2 settled
  private readonly reached: Int32Array;
  private readonly taskOf: Int32Array;

  constructor(network: Network) {
    this.network = network;
    const { first, person, capacity } = network;
    this.tasks = first.length - 1;
    this.people = capacity.length;
    this.width = this.people + 1; // the last column is "nobody"
    this.edge = new Int32Array(this.tasks).fill(-1);
    this.price = Float64Array.from(capacity, (slots, j) => (slots > 0 ? network.loadCost(j, 1) : Infinity));
    this.hand = Array.from({ length: this.people }, () => []);
    this.move = new Float64Array(this.people * this.width);
    this.moved = new Int32Array(this.people * this.width);
    this.fresh = new Uint8Array(this.people);
    this.distance = new Float64Array(this.width);
    this.via = new Int32Array(this.width);
    this.from = new Int32Array(this.width);
    this.state = new Uint8Array(this.width);
    this.reached = new Int32Array(this.width);
    this.taskOf = new Int32Array(person.length);
    for (let task = 0; task < this.tasks; task++) this.taskOf.fill(task, first[task], first[task + 1]);
  }

  insert(task: number): void {
    const { first, person, cost, skip } = this.network;
    const { distance, via, from, state, reached, price } = this;
    const nobody = this.people;
    let count = 0;
    for (let e = first[task]!; e < first[task + 1]!; e++) {
      const j = person[e]!;
      if (price[j] === Infinity) continue;
      distance[j] = cost[e]!;
      via[j] = e;
      from[j] = -1;
      state[j] = 1;
      reached[count++] = j;
    }
    let total = skip;
    let end = nobody;
    from[nobody] = -1;

    for (;;) {
      let next = -1;
      let key = total;
      for (let i = 0; i < count; i++) {
        const j = reached[i]!;
        if (state[j] !== 1) continue;
        const candidate = distance[j]! + price[j]!;
        if (candidate < key) {
          key = candidate;
          next = j;
        }
      }
      if (next < 0) break;
      state[next] = 2;
      const ending = this.ending(next);
      if (distance[next]! + ending < total) {
        total = distance[next]! + ending;
        end = next;
      }
      if (total <= key) break;
      const row = this.row(next);
      const base = distance[next]!;
      for (let k = 0; k < nobody; k++) {
        const step = base + this.move[row + k]!;
        if (state[k] === 2 || step === Infinity || price[k] === Infinity) continue;
        if (state[k] === 0) {
          state[k] = 1;
          reached[count++] = k;
        } else if (step >= distance[k]!) continue;
        distance[k] = step;
        via[k] = this.moved[row + k]!;
        from[k] = next;
      }
      if (base + this.move[row + nobody]! < total) {
        total = base + this.move[row + nobody]!;
        end = nobody;
        via[nobody] = this.moved[row + nobody]!;
        from[nobody] = next;
      }
    }
    for (let i = 0; i < count; i++) {
      const j = reached[i]!;
      if (state[j] === 2) price[j] = Math.max(price[j]!, total - distance[j]!);
      state[j] = 0;
    }
    this.augment(task, end);
  }

  /** Marginal cost of one more task that stays with j. */
  private ending(j: number): number {
    const load = this.hand[j]!.length;
    return load < this.network.capacity[j]! ? this.network.loadCost(j, load + 1) : Infinity;
  }

  private augment(task: number, end: number): void {
    let j = end;
    if (j === this.people) {
      j = this.from[j]!;
      if (j < 0) return;
      this.release(this.via[end]!, j);
    }
    for (;;) {
      const e = this.via[j]!;
      const moving = this.taskOf[e]!;
      const before = this.from[j]!;
      if (before >= 0) this.release(moving, before);
      this.take(moving, e, j);
      if (moving === task) return;
      j = before;
    }
  }

  private release(task: number, j: number): void {
    const hand = this.hand[j]!;
    hand.splice(hand.indexOf(task), 1);
    this.edge[task] = -1;
    this.fresh[j] = 0;
  }

  private take(task: number, e: number, j: number): void {
    this.hand[j]!.push(task);
    this.edge[task] = e;
    if (this.fresh[j]) this.offer(task, j);
  }

  /** Start of j's row of `move`, made right first. */
  private row(j: number): number {
    const start = j * this.width;
    if (!this.fresh[j]) {
      this.move.fill(Infinity, start, start + this.width);
      for (const task of this.hand[j]!) this.offer(task, j);
      this.fresh[j] = 1;
    }
    return start;
  }

  /** Lets one of j's tasks lower the entries of j's row. */
  private offer(task: number, j: number): void {
    const { first, person, cost, skip } = this.network;
    const { move, moved } = this;
    const start = j * this.width;
    const here = cost[this.edge[task]!]!;
    for (let e = first[task]!; e < first[task + 1]!; e++) {
      const at = start + person[e]!;
      if (cost[e]! - here < move[at]!) {
        move[at] = cost[e]! - here;
        moved[at] = e;
      }
    }
    if (skip - here < move[start + this.people]!) {
      move[start + this.people] = skip - here;
      moved[start + this.people] = task;
    }
  }
}
