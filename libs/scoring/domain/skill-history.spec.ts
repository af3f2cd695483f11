import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decayed, replaySkill } from './skill-history.ts';
import { skillGain } from './skill-gain.ts';
import { defaultSkillPolicy } from './skill-policy.ts';

const day = 86_400_000;
const decay = { graceDays: 30, halfLifeDays: 100, floor: 0.5 };
const entry = fc.record({
  id: fc.string({ minLength: 1, maxLength: 2 }),
  at: fc.integer({ min: 0, max: 1000 * day }),
  difficulty: fc.integer({ min: 1, max: 10 }),
  lateness: fc.integer({ min: 0, max: 20 }),
});

describe('The history of a skill', () => {
  it('gives the number that live updates gave', () => {
    const first = skillGain({ proficiency: 40, difficulty: 5 });
    const second = skillGain({ proficiency: first.to, difficulty: 7, lateness: 2 });
    const log = [
      { id: 'b', at: 2, difficulty: 7, lateness: 2 },
      { id: 'a', at: 1, difficulty: 5 },
    ];
    expect(replaySkill(40, log).proficiency).toBe(second.to);
  });

  it('does not depend on the order of entries, nor on hearing them twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 20 }), (log) => {
        const policy = { ...defaultSkillPolicy, decay };
        expect(replaySkill(50, [...log.toReversed(), ...log], policy)).toEqual(replaySkill(50, log, policy));
      }),
    );
  });

  it('forgets nothing unless decay is on', () => {
    expect(decayed(80, 10_000)).toBe(80);
  });

  it('halves what lies above the floor each half-life after the days of grace', () => {
    const policy = { ...defaultSkillPolicy, decay };
    expect([30, 130, 230, 1e9].map((days) => decayed(80, days, policy))).toEqual([80, 60, 50, 40]);
  });
});
