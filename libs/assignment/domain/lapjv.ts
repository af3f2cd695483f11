/** A cheapest one-to-one plan: `column[row]`, and prices `u`, `v` with u[i] + v[j] ≤ cost[i][j], equal where chosen. */
export interface Matching {
  readonly column: Int32Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly cost: number;
  /** Sum of all prices: no plan is cheaper (linear programming duality). */
  readonly bound: number;
}

/**
 * Square linear assignment: column reduction, augmenting row reduction, then shortest augmenting paths
 * (Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear assignment problems", 1987).
 * `cost` holds n × n integers by rows, sums below 2^53. Deterministic. O(n³) worst case.
 */
export function lapjv(n: number, cost: Float64Array): Matching {
  const column = new Int32Array(n).fill(-1);
  const row = new Int32Array(n).fill(-1);
  const v = new Float64Array(n);
  let free = reduceColumns(n, cost, v, column, row);
  for (let pass = 0; pass < 2 && free.length > 0; pass++) free = reduceRows(n, cost, v, column, row, free);
  const search = new Search(n, cost, v, column, row);
  for (const start of free) search.augment(start);

  const u = new Float64Array(n);
  let sum = 0;
  let bound = 0;
  for (let i = 0; i < n; i++) {
    const j = column[i]!;
    u[i] = cost[i * n + j]! - v[j]!;
    sum += cost[i * n + j]!;
    bound += u[i]! + v[i]!;
  }
  return { column, u, v, cost: sum, bound };
}

/** Lowers each column's price to its cheapest row, gives that row the column, and moves slack of lone rows into prices. */
function reduceColumns(
  n: number,
  cost: Float64Array,
  v: Float64Array,
  column: Int32Array,
  row: Int32Array,
): Int32Array {
  const won = new Int32Array(n);
  const cheapest = new Int32Array(n);
  v.set(cost.subarray(0, n));
  for (let i = 1; i < n; i++)
    for (let j = 0, at = i * n; j < n; j++, at++)
      if (cost[at]! < v[j]!) {
        v[j] = cost[at]!;
        cheapest[j] = i;
      }
  for (let j = n - 1; j >= 0; j--) {
    const i = cheapest[j]!;
    if (++won[i]! === 1) {
      column[i] = j;
      row[j] = i;
    }
  }
  const free: number[] = [];
  for (let i = 0; i < n; i++) {
    if (won[i] === 0) free.push(i);
    if (won[i] !== 1) continue;
    let slack = Infinity;
    for (let j = 0, at = i * n; j < n; j++, at++)
      if (j !== column[i] && cost[at]! - v[j]! < slack) slack = cost[at]! - v[j]!;
    if (slack < Infinity) v[column[i]!]! -= slack;
  }
  return Int32Array.from(free);
}

/** Bids per row after which the rest is left to shortest paths: price wars between near equals can go on for long. */
const patience = 4;

/** Lets each free row bid for its cheapest column up to its second cheapest; who loses the column bids again. */
function reduceRows(
  n: number,
  cost: Float64Array,
  v: Float64Array,
  column: Int32Array,
  row: Int32Array,
  free: Int32Array,
): Int32Array {
  const still: number[] = [];
  const queue = Int32Array.from(free);
  let bids = 0;
  for (let at = 0; at < queue.length;) {
    const i = queue[at++]!;
    bids++;
    let first = Infinity;
    let second = Infinity;
    let best = -1;
    let next = -1;
    for (let j = 0, e = i * n; j < n; j++, e++) {
      const reduced = cost[e]! - v[j]!;
      if (reduced >= second) continue;
      if (reduced < first) {
        second = first;
        next = best;
        first = reduced;
        best = j;
      } else {
        second = reduced;
        next = j;
      }
    }
    let loser = row[best]!;
    if (first < second && second < Infinity) v[best]! -= second - first;
    else if (loser >= 0 && next >= 0) {
      best = next;
      loser = row[best]!;
    }
    column[i] = best;
    row[best] = i;
    if (loser < 0) continue;
    column[loser] = -1;
    if (first < second && second < Infinity && bids < patience * n) queue[--at] = loser;
    else still.push(loser);
  }
  return Int32Array.from(still);
}

/** Dijkstra from one free row over reduced costs; columns [0, low) are settled, [low, high) are at the least distance. */
class Search {
  private readonly n: number;
  private readonly cost: Float64Array;
  private readonly v: Float64Array;
  private readonly column: Int32Array;
  private readonly row: Int32Array;
  private readonly distance: Float64Array;
  private readonly before: Int32Array;
  private readonly order: Int32Array;

  constructor(n: number, cost: Float64Array, v: Float64Array, column: Int32Array, row: Int32Array) {
    this.n = n;
    this.cost = cost;
    this.v = v;
    this.column = column;
    this.row = row;
    this.distance = new Float64Array(n);
    this.before = new Int32Array(n);
    this.order = Int32Array.from({ length: n }, (_, j) => j);
  }

  augment(start: number): void {
    const { n, cost, v, row, distance, before, order } = this;
    for (let j = 0, e = start * n; j < n; j++, e++) {
      distance[j] = cost[e]! - v[j]!;
      before[j] = start;
    }
    let low = 0;
    let high = 0;
    let settled = 0;
    let least = 0;
    let end = -1;
    while (end < 0) {
      if (low === high) {
        settled = low;
        least = distance[order[high]!]!;
        for (let k = high; k < n; k++) {
          const j = order[k]!;
          if (distance[j]! > least) continue;
          if (distance[j]! < least) {
            high = low;
            least = distance[j]!;
          }
          order[k] = order[high]!;
          order[high++] = j;
        }
        for (let k = low; k < high && end < 0; k++) if (row[order[k]!]! < 0) end = order[k]!;
        if (end >= 0) break;
      }
      const through = order[low++]!;
      const i = row[through]!;
      const base = i * n;
      const offset = cost[base + through]! - v[through]! - least;
      for (let k = high; k < n; k++) {
        const j = order[k]!;
        const reached = cost[base + j]! - v[j]! - offset;
        if (reached >= distance[j]!) continue;
        distance[j] = reached;
        before[j] = i;
        if (reached > least) continue;
        if (row[j]! < 0) {
          end = j;
          break;
        }
        order[k] = order[high]!;
        order[high++] = j;
      }
    }
    for (let k = 0; k < settled; k++) v[order[k]!]! += distance[order[k]!]! - least;
    this.flip(start, end);
  }

  private flip(start: number, end: number): void {
    const { column, row, before } = this;
    for (let j = end; ;) {
      const i = before[j]!;
      const given = column[i]!;
      row[j] = i;
      column[i] = j;
      if (i === start) return;
      j = given;
    }
  }
}
