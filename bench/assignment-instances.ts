import type { AssignmentProblem } from '#assignment/index';

/** A seeded source of numbers in [0, 1) (xorshift, Marsaglia 2003). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Tasks of eight skills, people good at some of them, 15 % of the pairs eligible. `slots`: capacity of a person in tasks. */
export function sparse(
  tasks: number,
  people: number,
  slots: (random: () => number) => number,
  seed = 20_261,
): AssignmentProblem {
  const random = seeded(seed);
  const skills = Array.from({ length: people }, () => Array.from({ length: 8 }, () => random()));
  const scores = Array.from({ length: tasks }, (_, t) => {
    const skill = Math.floor(random() * 8);
    return skills.flatMap((mine, j) => {
      if (random() >= 0.15) return [];
      const score = Math.round(100 * (70 * mine[skill]! + 30 * random())) / 100;
      return [{ task: `t${t}`, person: `p${j}`, score }];
    });
  }).flat();
  return {
    people: Array.from({ length: people }, (_, j) => ({ id: `p${j}`, capacity: slots(random) })),
    tasks: Array.from({ length: tasks }, (_, t) => ({ id: `t${t}` })),
    scores,
  };
}

/** The same with efforts of 1–20 hours and capacities that hold `room` times all of them. */
export function inHours(tasks: number, people: number, room: number, seed = 20_261): AssignmentProblem {
  const random = seeded(seed + 1);
  const efforts = Array.from({ length: tasks }, () => 1 + Math.floor(random() * 20));
  const weights = Array.from({ length: people }, () => 0.5 + random());
  const all = efforts.reduce((sum, hours) => sum + hours, 0);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  const { scores } = sparse(tasks, people, () => 1, seed);
  return {
    people: weights.map((each, j) => ({ id: `p${j}`, capacity: Math.round((room * all * each) / weight) })),
    tasks: efforts.map((hours, t) => ({ id: `t${t}`, hours })),
    scores,
  };
}

/** Square cost matrices by rows: people's distance from what tasks ask, plain noise, and the hard product i · j of Machol and Wien (1976). */
export const squares: Readonly<Record<string, (n: number) => Float64Array>> = {
  'skill-structured': (n) => {
    const random = seeded(7);
    const people = Array.from({ length: n }, () => Array.from({ length: 6 }, () => 100 * random()));
    const rows = Array.from({ length: n }, () => {
      const asked = [Math.floor(random() * 6), Math.floor(random() * 6)];
      const level = 100 * random();
      const misfit = (have: number) => Math.max(0, level - have) + 0.15 * Math.max(0, have - level);
      return people.map((mine) => Math.round(100 * asked.reduce((sum, skill) => sum + misfit(mine[skill]!), 0)));
    });
    return Float64Array.from(rows.flat());
  },
  uniform: (n) => {
    const random = seeded(11);
    return Float64Array.from({ length: n * n }, () => Math.floor(random() * 1e6));
  },
  'Machol-Wien': (n) => Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) + 1) * ((at % n) + 1)),
};
