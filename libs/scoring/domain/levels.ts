import { InvalidInput } from '#kernel/index';

/** A name for every score from `from` (0–100) up to the next level. */
export interface Level {
  readonly name: string;
  readonly from: number;
}

/** Levels in rising order; the first begins at 0. */
export type LevelTable = readonly Level[];

/** Default names of a proficiency: 78.5 reads "Advanced". */
export const skillLevels: LevelTable = [
  { name: 'Novice', from: 0 },
  { name: 'Beginner', from: 20 },
  { name: 'Intermediate', from: 50 },
  { name: 'Advanced', from: 75 },
  { name: 'Expert', from: 90 },
];

/** Default names of a performance score: 87.5 reads "Good". */
export const performanceLevels: LevelTable = [
  { name: 'Poor', from: 0 },
  { name: 'Needs improvement', from: 40 },
  { name: 'Satisfactory', from: 60 },
  { name: 'Good', from: 75 },
  { name: 'Excellent', from: 90 },
];

/** The name of the highest level that begins at or below `score`; a score below 0 has the first. O(levels). */
export function levelOf(score: number, table: LevelTable): string {
  let name = table[0]?.name ?? '';
  for (const level of table) if (score >= level.from) name = level.name;
  return name;
}

/** Returns the table when it starts at 0, rises strictly up to 100 and names each level once; throws `InvalidInput` otherwise. */
export function validLevels(table: LevelTable, at = ''): LevelTable {
  if (table[0]?.from !== 0) throw new InvalidInput(`${at}/0/from`, 'levels_start', 'The first level must begin at 0.');
  const names = new Set<string>();
  table.forEach(({ name, from }, i) => {
    const previous = table[i - 1]?.from ?? -1;
    if (!(from > previous && from <= 100))
      throw new InvalidInput(
        `${at}/${i}/from`,
        'levels_order',
        `Level "${name}" must begin above ${previous} and at most at 100.`,
      );
    if (name.trim() === '' || names.has(name))
      throw new InvalidInput(`${at}/${i}/name`, 'levels_name', 'Every level needs a name of its own.');
    names.add(name);
  });
  return table;
}
