import { type Actor, NotFound } from '#kernel/index';
import { checkDecision, checkTaskDecision } from '../domain/decision-check.ts';
import type { Grant, Scope } from '../domain/grants.ts';
import type { Member } from '../domain/member.ts';
import { Members } from '../domain/members.ts';
import { type Decision, OwnerNotRestrictable, type Place } from '../domain/permission-override.ts';
import { Permissions } from '../domain/permissions.ts';
import { Roles } from '../domain/roles.ts';
import { Granting } from './granting.ts';

/** The checks that every decision about a person's permissions goes through. */
export class Deciding {
  constructor(
    private readonly members: Members,
    private readonly roles: Roles,
    private readonly permissions: Permissions,
    private readonly granting: Granting,
  ) {}

  async member(userId: string): Promise<Member> {
    const member = await this.members.find(userId);
    if (!member) throw new NotFound('member', userId);
    return member;
  }

  /** Refuses a decision that makes no sense, or that would bind an owner. */
  async check(decision: Decision, place: Pick<Place, 'scopeType'>, member: Member, pointer: string): Promise<void> {
    checkDecision(decision, this.permissions, pointer);
    if (place.scopeType === 'task') checkTaskDecision(decision, this.permissions, pointer);
    if (decision.effect === 'deny' && (await this.roles.get(member.roleId)).isOwner) throw new OwnerNotRestrictable();
  }

  /** To allow, and to take a denial back, is to give: the actor must hold it there. */
  authorizeGift(actor: Actor, given: readonly (Decision & Place)[], takenBack: readonly (Decision & Place)[]): void {
    const gifts = [
      ...given.filter(({ effect }) => effect === 'allow'),
      ...takenBack.filter(({ effect }) => effect === 'deny'),
    ];
    this.granting.authorize(actor, gifts.map(asGrant));
  }
}

const asGrant = (decision: Decision & Place): Grant => ({
  permission: decision.permission,
  effect: 'allow',
  conditions: decision.conditions,
  fields: decision.fields,
  scope: scopeOf(decision),
  source: 'a gift',
});

/** A portfolio may get any project later, so what is given there is judged as if it were given everywhere. */
function scopeOf({ scopeType, scopeId, projectId }: Place): Scope {
  switch (scopeType) {
    case 'organization':
    case 'portfolio':
      return { level: 'organization' };
    case 'project':
    case 'task':
      return { level: 'project', projectIds: [projectId ?? scopeId] };
  }
}
