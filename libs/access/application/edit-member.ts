import { type Actor, type DomainEvent, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { LastOwner, type Member, type MemberDetails, OwnersOnly } from '../domain/member.ts';
import { Members } from '../domain/members.ts';
import { Roles } from '../domain/roles.ts';
import { Granting } from './granting.ts';

/** What may be changed about a member. */
export interface MemberChanges extends Partial<MemberDetails> {
  roleId?: string;
  status?: Member['status'];
}

/** Changes what the request names of a member. */
export class EditMember {
  constructor(
    readonly actor: Actor,
    readonly userId: string,
    readonly changes: MemberChanges,
    readonly expectedVersion?: number,
  ) {}
}

/**
 * Role and status decide over power: whoever changes them must hold all that the old and the new role give, only owners
 * touch owners, and the last owner stays.
 */
@CommandHandler(EditMember)
export class EditMemberHandler implements ICommandHandler<EditMember, void> {
  constructor(
    private readonly members: Members,
    private readonly roles: Roles,
    private readonly granting: Granting,
  ) {}

  async execute({ actor, userId, changes, expectedVersion }: EditMember): Promise<void> {
    const { roleId, status, ...details } = changes;
    const concernsPower = roleId !== undefined || status !== undefined;
    // Before the member, so that two owners who demote each other wait here and not for one another.
    const owners = concernsPower ? await this.members.owners() : [];
    const member = await this.members.get(userId);
    actor.authorize('edit', member);
    expectVersion(member, expectedVersion);
    const events = [
      member.edit(details),
      ...(concernsPower ? await this.changePower(actor, member, changes, owners) : []),
    ].filter((event): event is DomainEvent => event !== undefined);
    if (events.length > 0) await this.members.save(member, ...events);
  }

  private async changePower(actor: Actor, member: Member, { roleId, status }: MemberChanges, owners: string[]) {
    const from = await this.roles.get(member.roleId);
    const to = roleId === undefined ? from : await this.roles.named(roleId, '/role_id');
    const staysOwner = to.isOwner && (status ?? member.status) === 'active';
    if (from.id === to.id && (status ?? member.status) === member.status) return [];
    if ((from.isOwner || to.isOwner) && !owners.includes(actor.userId)) throw new OwnersOnly();
    if (owners.length === 1 && owners[0] === member.userId && !staysOwner) throw new LastOwner();
    for (const role of [from, to]) this.granting.authorizeRole(actor, role);
    const changed = member.changeRole(from, to);
    if (status === undefined) return [changed];
    return [changed, status === 'active' ? member.reactivate() : member.deactivate()];
  }
}
