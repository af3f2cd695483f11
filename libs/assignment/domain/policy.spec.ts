import { describe, expect, it } from '@jest/globals';
import { assignmentPolicy, defaultAssignmentPolicy } from './policy.ts';

describe('An assignment policy', () => {
  it('is the default where nothing is given', () => {
    expect(assignmentPolicy({})).toEqual(defaultAssignmentPolicy);
    expect(assignmentPolicy(JSON.parse(JSON.stringify(defaultAssignmentPolicy)))).toEqual(defaultAssignmentPolicy);
  });

  it('takes single weights and numbers from JSON', () => {
    const policy = assignmentPolicy({ weights: { growth: 20 }, scoreFloor: 30, excludeAway: false });
    expect(policy).toMatchObject({ weights: { growth: 20, skill_fit: 30 }, scoreFloor: 30, excludeAway: false });
  });

  it.each([
    [null, ''],
    [{ weights: { speed: 1 } }, '/weights/speed'],
    [{ weights: { growth: -1 } }, '/weights/growth'],
    [{ weights: { growth: '5' } }, '/weights/growth'],
    [{ weights: [] }, '/weights'],
    [
      { weights: Object.fromEntries(Object.keys(defaultAssignmentPolicy.weights).map((name) => [name, 0])) },
      '/weights',
    ],
    [{ scoreFloor: 101 }, '/scoreFloor'],
    [{ excludeAway: 1 }, '/excludeAway'],
    [{ colour: 1 }, '/colour'],
  ])('refuses %j at "%s"', (input, pointer) => {
    expect(() => assignmentPolicy(input)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
    );
  });
});
