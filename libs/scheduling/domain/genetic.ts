import { criticalPath } from './priorities.ts';
import { opposite, type Candidate, type Direction, type Search } from './search.ts';

/** Population at the beginning and first generation, per square root of the schedules allowed; the population shrinks to a tenth. */
const POPULATION = 1.6;
const FIRST_GENERATION = 2.4;
const SHRINKING = 0.9;
/** Children between two looks at who survives, as a share of the population. */
const BROOD = 0.15;
/** Least and largest share of the tasks that a block of the father takes. */
const BLOCK = [0.1, 0.5] as const;
/** How often a stretch of a child is shuffled, how long it is at most, and how much of its order survives. */
const SHUFFLING = 0.9;
const STRETCH = 0.2;
const ORDER_KEPT = 0.3;

/**
 * Genetic search on activity lists with two populations, one of early and one of late schedules: children of one are scheduled in the
 * direction of the other, so that every schedule is also a justification (Debels & Vanhoucke 2005). A child keeps a block of its
 * father together and takes the rest from its mother (magnet crossover, Zamani 2013); a stretch of it is shuffled.
 */
export function evolve(
  search: Search,
  first: readonly Candidate[],
  random: () => number,
  onGeneration: () => void,
): void {
  const scale = Math.sqrt(search.limits.schedules);
  const populations: Record<Direction, Candidate[]> = {
    forward: firstGeneration(search, first, scale, random),
    backward: [],
  };
  const children = new Children(search.instance.size, random);
  for (let direction: Direction = 'backward'; !search.isOver; direction = opposite(direction)) {
    const parents = populations[opposite(direction)];
    const size = Math.max(6, Math.round(POPULATION * scale * (1 - SHRINKING * search.progress)));
    const lists = parents.map((): Int32Array | null => null);
    const listOf = (at: number) => (lists[at] ??= search.reversedList(parents[at]!));
    const brood: Candidate[] = [];
    for (let born = 0; born < Math.max(2, BROOD * size) && !search.isOver; born++) {
      const father = tournament(parents, random);
      const mother = tournament(parents, random);
      const values = children.valuesOf(listOf(father), listOf(mother));
      brood.push(search.serial(direction, search.listBy(direction, values), parents[father]));
    }
    populations[direction] = survivors([...brood, ...populations[direction]], size);
    onGeneration();
  }
}

/** What there is already, and the latest-start rule with noise through both ways of generation. */
function firstGeneration(
  search: Search,
  first: readonly Candidate[],
  scale: number,
  random: () => number,
): Candidate[] {
  const { latest, end } = criticalPath(search.instance);
  const spread = end - search.instance.start;
  const generation = [...first];
  while (generation.length < FIRST_GENERATION * scale && !search.isOver) {
    const values = latest.map((time) => time + (random() - 0.5) * spread);
    generation.push(
      random() < 0.5 ? search.parallel(values) : search.serial('forward', search.listBy('forward', values)),
    );
  }
  return survivors(generation, Math.ceil(POPULATION * scale));
}

/** The better of two at random; populations are kept sorted. */
function tournament(population: readonly Candidate[], random: () => number): number {
  const any = () => Math.floor(random() * population.length);
  return Math.min(any(), any());
}

/** The best different schedules; of equal ones the youngest. */
function survivors(candidates: Candidate[], size: number): Candidate[] {
  const seen = new Set<string>();
  return candidates
    .sort((a, b) => a.cost - b.cost)
    .filter(({ start }) => {
      const key = start.join();
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, size);
}

/** Crossover and mutation; keeps its buffers. */
class Children {
  private readonly place: Int32Array;
  private readonly values: Float64Array;

  constructor(
    private readonly size: number,
    private readonly random: () => number,
  ) {
    this.place = new Int32Array(size);
    this.values = new Float64Array(size);
  }

  /** Values by which a child's list is to be built. O(tasks log tasks). */
  valuesOf(father: Int32Array, mother: Int32Array): Float64Array {
    const { place, values, size } = this;
    mother.forEach((task, at) => (values[task] = place[task] = at));
    const [from, to] = this.stretch(BLOCK[0] * size, BLOCK[1] * size);
    let middle = 0;
    for (let at = from; at < to; at++) middle += place[father[at]!]! / (to - from);
    for (let at = from; at < to; at++) values[father[at]!] = middle + (at - from) / size;
    if (this.random() < SHUFFLING) this.shuffle();
    return values;
  }

  private shuffle(): void {
    const order = Array.from(this.values.keys()).sort((a, b) => this.values[a]! - this.values[b]!);
    const [from, to] = this.stretch(2, STRETCH * this.size);
    order.forEach((task, at) => {
      const within = at >= from && at < to;
      this.values[task] = within
        ? from + ORDER_KEPT * (at - from) + (to - from) * this.random()
        : at < from
          ? at - 2 * this.size
          : at + 2 * this.size;
    });
  }

  private stretch(least: number, most: number): [number, number] {
    const length = Math.min(this.size, Math.max(1, Math.floor(least + this.random() * Math.max(0, most - least))));
    const from = Math.floor(this.random() * (this.size - length + 1));
    return [from, from + length];
  }
}
