import type { Actor, Origin } from '#kernel/index';
import type { Standing } from '../domain/standing.ts';

/** The people of the organizations as actors, with all that they may do there. */
export abstract class Actors {
  /** The active member as an actor, narrowed to the scopes of the token in use; refused for anyone else. */
  abstract load(userId: string, organizationId: string, origin?: Origin, scopes?: readonly string[]): Promise<Actor>;
  /** What decides about several members, in one go; who is no member is left out. */
  abstract standings(userIds: readonly string[], organizationId: string): Promise<Standing[]>;
  /** Forgets what this process remembers of one member, or of the whole organization. */
  abstract forget(organizationId: string, userId?: string): void;
}

/** Events of this context after which somebody may be allowed more or less than before. */
export const accessChangingEvents = [
  'organization.updated',
  'role.updated',
  'role.deleted',
  'member.joined',
  'member.updated',
  'member.role_changed',
  'member.deactivated',
  'member.reactivated',
  'project_member.added',
  'project_member.role_changed',
  'project_member.removed',
  'permission_override.created',
  'permission_override.changed',
  'permission_override.removed',
] as const;

const CHANGES_ACCESS =
  /^(role|member|project_member|permission_override|session|access_token|account|organization)\.|^project\.(created|deleted)$/;

/** Whether what an event tells may change what somebody is allowed to do. */
export function changesAccess(event: { type: string; changes?: Record<string, unknown> | null }): boolean {
  if (event.type === 'project.updated') return event.changes?.portfolio_id !== undefined;
  return CHANGES_ACCESS.test(event.type);
}
