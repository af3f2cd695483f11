import { type Actor, changesBetween, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Policies, policyNames, readPolicies, shownPolicies, type StoredPolicies } from '../domain/policies.ts';

/** Sets the parts of policies that the request names; null brings a policy back to its default. */
export class ChangePolicies {
  constructor(
    readonly actor: Actor,
    readonly changes: StoredPolicies,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(ChangePolicies)
export class ChangePoliciesHandler implements ICommandHandler<ChangePolicies, void> {
  constructor(private readonly policies: Policies) {}

  async execute({ actor, changes, expectedVersion }: ChangePolicies): Promise<void> {
    actor.authorize('edit', 'Policy');
    const stored = await this.policies.stored();
    expectVersion(stored, expectedVersion);
    const next = merged(stored.policies, changes);
    const before = shownPolicies(readPolicies(stored.policies));
    const after = shownPolicies(readPolicies(next));
    const changed = changesBetween(before, after);
    if (Object.keys(changed).length === 0) return;
    const subject = { type: 'Policy', id: actor.organizationId };
    const data = { policies: Object.keys(changed) };
    await this.policies.save(next, { type: 'policies.changed', subject, data, changes: changed });
  }
}

/** Numbers are set one by one; a list, such as levels, is set as a whole. */
function merged(stored: StoredPolicies, changes: StoredPolicies): StoredPolicies {
  const next: StoredPolicies = { ...stored };
  for (const name of policyNames) {
    if (changes[name] === undefined) continue;
    if (changes[name] === null) delete next[name];
    else next[name] = deeplyMerged(next[name], changes[name]);
  }
  return next;
}

function deeplyMerged(before: unknown, after: unknown): unknown {
  if (!isPlain(before) || !isPlain(after)) return after;
  const entries = Object.entries(after).map(([key, value]) => [key, deeplyMerged(before[key], value)]);
  return { ...before, ...Object.fromEntries(entries) };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
