import { type Actor, DomainError } from '#kernel/index';
import { covers } from '../domain/covering.ts';
import type { Grant, Scope } from '../domain/grants.ts';
import { rulesOf } from '../domain/grants.ts';
import { Permissions } from '../domain/permissions.ts';
import type { Role } from '../domain/role.ts';
import { grantsOfRole } from '../domain/standing.ts';

/** Nobody gives what they do not hold themselves. */
export class Granting {
  constructor(private readonly permissions: Permissions) {}

  /** Refuses to hand out a role that allows more than the actor may do where it holds. */
  authorizeRole(actor: Actor, role: Role, scope: Scope = { level: 'organization' }): void {
    this.authorize(actor, grantsOfRole(role.permissions, scope, `the role "${role.name}"`));
  }

  /** Refuses grants of more than the actor may do; denials give nothing. */
  authorize(actor: Actor, grants: readonly Grant[]): void {
    const missing = grants.filter((grant) => grant.effect === 'allow' && !this.holds(actor, grant));
    if (missing.length > 0) throw new NotYoursToGive([...new Set(missing.map(({ permission }) => permission))]);
  }

  private holds({ userId, abilities }: Actor, grant: Grant): boolean {
    if (!abilities.codes.has(grant.permission)) return false;
    return rulesOf([grant], userId, this.permissions).every((rule) => covers(abilities.rules, rule));
  }
}

/** The actor would give away permissions that they do not have. */
export class NotYoursToGive extends DomainError {
  constructor(permissions: readonly string[]) {
    const named = permissions.map((permission) => `"${permission}"`).join(', ');
    super('forbidden', 'not_yours_to_give', `You cannot give what you do not have yourself: ${named}.`, {
      permission: permissions[0],
      permissions,
    });
  }
}
