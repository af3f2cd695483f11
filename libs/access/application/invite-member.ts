import { type Actor, Clock, newId, type Subject } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AlreadyInvited, Invitation } from '../domain/invitation.ts';
import { Invitations } from '../domain/invitations.ts';
import { OwnersOnly } from '../domain/member.ts';
import { Members } from '../domain/members.ts';
import { Roles } from '../domain/roles.ts';
import { Granting } from './granting.ts';
import { Letters } from './letters.ts';

/** Asks somebody to join, by mail, with the role that they will have. */
export class InviteMember {
  constructor(
    readonly actor: Actor,
    readonly email: string,
    readonly roleId: string,
  ) {}
}

/** Sends an invitation again, with a new token and a new end. */
export class ResendInvitation {
  constructor(
    readonly actor: Actor,
    readonly invitationId: string,
  ) {}
}

/** Takes an invitation back. */
export class RevokeInvitation extends ResendInvitation {}

/** Who may invite whom. */
export class Inviting {
  constructor(
    private readonly members: Members,
    private readonly roles: Roles,
    private readonly granting: Granting,
  ) {}

  async authorize(actor: Actor, action: string, invitation: Subject & { roleId: string }): Promise<void> {
    actor.authorize(action, invitation);
    const role = await this.roles.named(invitation.roleId, '/role_id');
    role.mustSuitOrganization();
    if (role.isOwner && !(await this.members.owners()).includes(actor.userId)) throw new OwnersOnly();
    this.granting.authorizeRole(actor, role);
  }

  async mustBeNew(email: string, invitations: Invitations, at: Temporal.Instant): Promise<void> {
    if (await this.members.withEmail(email)) {
      throw new AlreadyInvited('already_member', `${email} belongs to a member already.`);
    }
    if (await invitations.openFor(email, at)) {
      throw new AlreadyInvited('already_invited', `${email} has been invited already. Send that invitation again.`);
    }
  }
}

@CommandHandler(InviteMember)
export class InviteMemberHandler implements ICommandHandler<InviteMember, string> {
  constructor(
    private readonly invitations: Invitations,
    private readonly inviting: Inviting,
    private readonly letters: Letters,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, email, roleId }: InviteMember): Promise<string> {
    await this.inviting.authorize(actor, 'create', { subjectType: 'Invitation', roleId });
    const now = this.clock.now();
    await this.inviting.mustBeNew(email, this.invitations, now);
    const { organizationId, userId } = actor;
    const id = newId();
    const hash = await this.letters.invite({ id, to: email, invitedBy: userId });
    const invitation = new Invitation({ organizationId, id, email, roleId, invitedBy: userId }, hash, now);
    await this.invitations.add(invitation, invitation.created());
    return id;
  }
}

@CommandHandler(ResendInvitation)
export class ResendInvitationHandler implements ICommandHandler<ResendInvitation, void> {
  constructor(
    private readonly invitations: Invitations,
    private readonly inviting: Inviting,
    private readonly letters: Letters,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, invitationId }: ResendInvitation): Promise<void> {
    const invitation = await this.invitations.get(invitationId);
    await this.inviting.authorize(actor, 'edit', invitation);
    const hash = await this.letters.invite({ id: invitation.id, to: invitation.email, invitedBy: actor.userId });
    await this.invitations.save(invitation, invitation.renew(hash, this.clock.now()));
  }
}

@CommandHandler(RevokeInvitation)
export class RevokeInvitationHandler implements ICommandHandler<RevokeInvitation, void> {
  constructor(
    private readonly invitations: Invitations,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, invitationId }: RevokeInvitation): Promise<void> {
    const invitation = await this.invitations.get(invitationId);
    actor.authorize('delete', invitation);
    await this.invitations.save(invitation, invitation.revoke(this.clock.now()));
  }
}
