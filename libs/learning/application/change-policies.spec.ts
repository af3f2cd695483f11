import { describe, expect, it } from '@jest/globals';
import { Actor } from '#kernel/index';
import { FixedPolicies } from '../testing/fixed-policies.ts';
import { ChangePolicies, ChangePoliciesHandler } from './change-policies.ts';

const allowed = (yes: boolean) =>
  new Actor('ada', 'organization', {
    rules: [],
    codes: new Set(),
    can: () => yes,
    explain: () => ({ allowed: yes, reason: '' }),
  });

describe('Changing policies', () => {
  it('sets single numbers, keeps the others, and tells what stood there before', async () => {
    const policies = new FixedPolicies({ skills: { base: 2, k: 5 } });
    const change = new ChangePolicies(allowed(true), { skills: { base: 3 }, assignment: { weights: { growth: 9 } } });
    await new ChangePoliciesHandler(policies).execute(change);
    expect(policies.policies).toEqual({ skills: { base: 3, k: 5 }, assignment: { weights: { growth: 9 } } });
    expect(policies.events).toMatchObject([
      { type: 'policies.changed', changes: { skills: [{ base: 2 }, { base: 3 }] } },
    ]);
  });

  it('brings a policy back to its default by null', async () => {
    const policies = new FixedPolicies({ skills: { base: 2 } });
    await new ChangePoliciesHandler(policies).execute(new ChangePolicies(allowed(true), { skills: null }));
    expect((await policies.current()).skills.base).toBe(1.5);
  });

  it('stores nothing of what is out of range, of an old version, or not allowed', async () => {
    const policies = new FixedPolicies();
    const handler = new ChangePoliciesHandler(policies);
    const bad = handler.execute(new ChangePolicies(allowed(true), { skills: { base: -1 } }));
    await expect(bad).rejects.toMatchObject({ errors: [{ pointer: '/skills/base' }] });
    const old = handler.execute(new ChangePolicies(allowed(true), { skills: { base: 1 } }, 7));
    await expect(old).rejects.toMatchObject({ code: 'version_mismatch' });
    const forbidden = handler.execute(new ChangePolicies(allowed(false), { skills: { base: 1 } }));
    await expect(forbidden).rejects.toMatchObject({ code: 'permission_missing' });
    expect(policies.policies).toEqual({});
  });
});
