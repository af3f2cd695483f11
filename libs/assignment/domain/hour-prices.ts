/** Tasks with hours, people with hours of capacity, and what each pair costs; edges as in `Network`. */
export interface HourNetwork {
  readonly first: Int32Array;
  readonly person: Int32Array;
  readonly cost: Float64Array;
  readonly hours: Float64Array;
  readonly capacity: Float64Array;
  /** Most tasks per person; the bound leaves it out of account. */
  readonly slots: Float64Array;
  /** Cost of leaving one task out. */
  readonly skip: number;
}

/** Prices per hour of each person, and the lower bound on every plan's cost that they prove. */
export interface HourPrices {
  readonly price: Float64Array;
  readonly bound: number;
}

/**
 * Prices that raise the Lagrangian bound towards the value of the linear relaxation, by deflected subgradients with Polyak's step
 * (Held, Wolfe, Crowder 1974; Camerini, Fratta, Maffioli 1975). `target`: the cost of a known plan. O(rounds × edges).
 */
export function hourPrices(network: HourNetwork, target: number, rounds = 600): HourPrices {
  const { capacity } = network;
  const price = new Float64Array(capacity.length);
  const overload = new Float64Array(capacity.length);
  const direction = new Float64Array(capacity.length);
  const best = new Float64Array(capacity.length);
  let bound = -Infinity;
  let stride = 1;
  let patience = 0;
  for (let round = 0; round < rounds; round++) {
    const value = lagrangian(network, price, overload);
    if (value > bound) {
      bound = value;
      best.set(price);
      patience = 0;
    } else if (++patience >= 12) {
      stride *= 0.7;
      patience = 0;
    }
    let norm = 0;
    for (let j = 0; j < direction.length; j++) {
      direction[j] = overload[j]! + 0.6 * direction[j]!;
      norm += direction[j]! ** 2;
    }
    if (norm === 0 || value >= target) break;
    const step = (stride * (target - value)) / norm;
    for (let j = 0; j < price.length; j++) price[j] = Math.max(0, price[j]! + step * direction[j]!);
  }
  return { price: best, bound };
}

/** The bound that `price` proves: each task takes its cheapest offer, capacities are paid back. Fills `overload` with the slope. */
export function lagrangian(network: HourNetwork, price: Float64Array, overload: Float64Array): number {
  const { first, person, cost, hours, capacity, skip } = network;
  let value = 0;
  for (let j = 0; j < capacity.length; j++) {
    overload[j] = -capacity[j]!;
    value -= price[j]! * capacity[j]!;
  }
  for (let t = 0; t < hours.length; t++) {
    const effort = hours[t]!;
    let cheapest = skip;
    let taker = -1;
    for (let e = first[t]!; e < first[t + 1]!; e++) {
      const offer = cost[e]! + price[person[e]!]! * effort;
      if (offer < cheapest) {
        cheapest = offer;
        taker = person[e]!;
      }
    }
    value += cheapest;
    if (taker >= 0) overload[taker]! += effort;
  }
  return value;
}
