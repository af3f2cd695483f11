import { describe, expect, it } from '@jest/globals';
import { defaultSkillPolicy } from '#scoring/index';
import { readPolicies, shownPolicies, type StoredPolicies } from './policies.ts';

describe('Policies', () => {
  it('have defaults for whatever is not set', () => {
    const { skills, assignment } = readPolicies({
      skills: { match_above: 2 },
      assignment: { weights: { skill_fit: 60 }, default_hours: 6 },
    });
    expect(skills).toEqual({ ...defaultSkillPolicy, matchAbove: 2 });
    expect(assignment).toMatchObject({ defaultHours: 6, weights: { skill_fit: 60, performance: 15 } });
  });

  it('are shown as they are written', () => {
    const shown = shownPolicies(readPolicies({}));
    expect(shown.assignment).toMatchObject({ score_floor: 0, weights: { skill_fit: 30 } });
    expect(readPolicies(shown)).toEqual(readPolicies({}));
  });

  const faults: [StoredPolicies, string, string][] = [
    [{ skills: { match_above: 99 } }, '/skills/match_above', 'out_of_range'],
    [{ skills: { match_abuv: 1 } }, '/skills/match_abuv', 'unknown_name'],
    [{ performance: { weights: { charm: 1 } } }, '/performance/weights/charm', 'unknown_name'],
    [{ assignment: { weights: { skill_fit: -1 } } }, '/assignment/weights/skill_fit', 'out_of_range'],
    [{ skill_levels: [{ name: 'Low', from: 10 }] }, '/skill_levels/0/from', 'levels_start'],
    [{ assignment: 'all' }, '/assignment', 'not_object'],
  ];
  it.each(faults)('say what is wrong where: %j', (stored, pointer, code) => {
    expect(() => readPolicies(stored)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer, code })] }),
    );
  });
});
