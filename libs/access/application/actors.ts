import type { Actor, Origin } from '#kernel/index';

/** The people of the organizations as actors, with all that they may do there. */
export abstract class Actors {
  /** The active member as an actor, narrowed to the scopes of the token in use; refused for anyone else. */
  abstract load(userId: string, organizationId: string, origin?: Origin, scopes?: readonly string[]): Promise<Actor>;
  /** Forgets what this process remembers of one member, or of the whole organization. */
  abstract forget(organizationId: string, userId?: string): void;
}

const CHANGES_ACCESS =
  /^(role|member|project_member|permission_override|session|access_token|account|organization)\.|^project\.(created|deleted|updated)$/;

/** Whether what an event tells may change what somebody is allowed to do. */
export function changesAccess(event: { type: string; changes?: Record<string, unknown> | null }): boolean {
  if (event.type === 'project.updated') return event.changes?.portfolio_id !== undefined;
  return CHANGES_ACCESS.test(event.type);
}
