import { contains, include, type Crew, type Instance } from './instance.ts';

/**
 * Picks people for a task. The sets of people that can fill places together form a transversal matroid, so taking them in the order of
 * preference and keeping whoever can still be placed (an augmenting path) gives the crew of best people (Edmonds & Fulkerson 1965).
 */
export class CrewFinder {
  /** The demand each person answers at the moment, or -1. */
  private readonly place: Int32Array;
  private readonly filled: Int32Array;
  private readonly tried: Uint8Array;

  constructor(private readonly instance: Instance) {
    const demands = Math.max(0, ...instance.crews.map((crew) => crew?.counts.length ?? 0));
    this.place = new Int32Array(instance.people);
    this.filled = new Int32Array(demands);
    this.tried = new Uint8Array(demands);
  }

  /** A crew out of `candidates`, the preferred first, or null. O(candidates · demands · heads). */
  find(crew: Crew, candidates: readonly number[]): Int32Array | null {
    if (candidates.length < crew.heads) return null;
    const chosen = new Int32Array(this.instance.words);
    this.place.fill(-1);
    this.filled.fill(0);
    let heads = 0;
    for (const person of candidates) {
      this.tried.fill(0);
      if (!crew.locked && !this.settle(crew, person)) continue;
      include(chosen, person);
      if (++heads === crew.heads) return chosen;
    }
    return null;
  }

  /** The demand that `person` answers after `find`; -1 for whoever is not on the crew. */
  demandOf(person: number): number {
    return this.place[person]!;
  }

  private settle(crew: Crew, person: number): boolean {
    for (let demand = 0; demand < crew.able.length; demand++) {
      if (this.tried[demand] || !contains(crew.able[demand]!, person)) continue;
      this.tried[demand] = 1;
      if (this.filled[demand]! < crew.counts[demand]!) {
        this.filled[demand]!++;
      } else if (!this.moveSomeoneOutOf(crew, demand)) {
        continue;
      }
      this.place[person] = demand;
      return true;
    }
    return false;
  }

  private moveSomeoneOutOf(crew: Crew, demand: number): boolean {
    for (let other = 0; other < this.place.length; other++) {
      if (this.place[other] === demand && this.settle(crew, other)) return true;
    }
    return false;
  }
}
