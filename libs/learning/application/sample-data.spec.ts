import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleData } from './sample-data.ts';

describe('A sample organization', () => {
  it('is the same for the same seed', () => {
    expect(sampleData(7)).toEqual(sampleData(7));
    expect(sampleData(7)).not.toEqual(sampleData(8));
  });

  it('asks only for skills that are in its catalogue, each with somebody who has it', () =>
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { skills, people, projects } = sampleData(seed, { people: 12, projects: 6, tasksPerProject: 30 });
        const catalogue = new Set(skills.map(({ name }) => name));
        const strongest = new Set(
          people.flatMap((one) => one.skills.filter((s) => s.proficiency >= 70).map((s) => s.name)),
        );
        for (const { difficulty, requiredSkills } of projects.flatMap(({ tasks }) => tasks)) {
          expect(difficulty).toBeGreaterThanOrEqual(1);
          expect(difficulty).toBeLessThanOrEqual(10);
          for (const { name } of requiredSkills) expect(catalogue.has(name) && strongest.has(name)).toBe(true);
        }
      }),
      { numRuns: 30 },
    ));
});
