import { type Actor, Clock, expectVersion, InvalidInput, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Decision, PermissionOverride, type Place } from '../domain/permission-override.ts';
import { PermissionOverrides } from '../domain/permission-overrides.ts';
import { Deciding } from './deciding.ts';

/** Gives a member a permission, or takes it, in the organization or in a portfolio. */
export class OverridePermission {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly scopeType: 'organization' | 'portfolio',
    readonly scopeId: string,
    readonly decision: Decision,
  ) {}
}

/** Puts another decision in the place of one. */
export class ChangeOverride {
  constructor(
    readonly actor: Actor,
    readonly overrideId: string,
    readonly decision: Decision,
    readonly expectedVersion?: number,
  ) {}
}

/** Takes a decision back. */
export class RemoveOverride {
  constructor(
    readonly actor: Actor,
    readonly overrideId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(OverridePermission)
export class OverridePermissionHandler implements ICommandHandler<OverridePermission, string> {
  constructor(
    private readonly overrides: PermissionOverrides,
    private readonly deciding: Deciding,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, userId, scopeType, scopeId, decision }: OverridePermission): Promise<string> {
    actor.authorize('create', 'PermissionOverride');
    const member = await this.deciding.member(userId);
    const place = await this.overrides.place(scopeType, scopeId);
    if (!place) throw new InvalidInput('/scope_id', 'unknown_scope', `There is no ${scopeType} ${scopeId}.`);
    await this.deciding.check(decision, place, member, '');
    this.deciding.authorizeGift(actor, [{ ...decision, ...place }], []);
    const identity = { organizationId: actor.organizationId, id: newId(), userId, createdBy: actor.userId };
    const override = new PermissionOverride(identity, place, decision, this.clock.now());
    await this.overrides.add(override, override.created(null));
    return override.id;
  }
}

@CommandHandler(ChangeOverride)
export class ChangeOverrideHandler implements ICommandHandler<ChangeOverride, void> {
  constructor(
    private readonly overrides: PermissionOverrides,
    private readonly deciding: Deciding,
  ) {}

  async execute({ actor, overrideId, decision, expectedVersion }: ChangeOverride): Promise<void> {
    const override = await this.overrides.get(overrideId);
    actor.authorize('edit', 'PermissionOverride');
    expectVersion(override, expectedVersion);
    await this.deciding.check(decision, override, await this.deciding.member(override.userId), '');
    const place = placeOf(override);
    this.deciding.authorizeGift(actor, [{ ...decision, ...place }], [{ ...decisionOf(override), ...place }]);
    const changed = override.change(decision);
    if (changed) await this.overrides.save(override, changed);
  }
}

@CommandHandler(RemoveOverride)
export class RemoveOverrideHandler implements ICommandHandler<RemoveOverride, void> {
  constructor(
    private readonly overrides: PermissionOverrides,
    private readonly deciding: Deciding,
  ) {}

  async execute({ actor, overrideId, expectedVersion }: RemoveOverride): Promise<void> {
    const override = await this.overrides.get(overrideId);
    actor.authorize('delete', 'PermissionOverride');
    expectVersion(override, expectedVersion);
    this.deciding.authorizeGift(actor, [], [{ ...decisionOf(override), ...placeOf(override) }]);
    await this.overrides.remove(override, override.removed(null));
  }
}

/** Overrides of one project are changed with the project; these here hold for no single one. */
const placeOf = ({ scopeType, scopeId }: PermissionOverride): Place => ({ scopeType, scopeId, projectId: null });

const decisionOf = ({ permission, effect, conditions, fields }: PermissionOverride): Decision => ({
  permission,
  effect,
  conditions,
  fields,
});
