import type { DomainEvent } from '#kernel/index';
import type { PermissionOverride, Place } from './permission-override.ts';

/** Where the overrides of the organization at hand live. What changes one stores its events too, or neither. */
export abstract class PermissionOverrides {
  /** Locked until the transaction ends. */
  abstract get(id: string): Promise<PermissionOverride>;
  /** Those of one member in a project and its tasks, locked until the transaction ends. */
  abstract inProject(projectId: string, userId: string): Promise<PermissionOverride[]>;
  /** Tells whether portfolio, project or task are there, and which project it is about. */
  abstract place(scopeType: Place['scopeType'], scopeId: string): Promise<Place | undefined>;
  abstract add(override: PermissionOverride, ...events: DomainEvent[]): Promise<void>;
  abstract save(override: PermissionOverride, ...events: DomainEvent[]): Promise<void>;
  abstract remove(override: PermissionOverride, ...events: DomainEvent[]): Promise<void>;
}
