import type { DomainEvent } from '#kernel/index';
import type { Role, RoleUsers } from './role.ts';

/** Where the roles of the organization at hand live. What changes a role stores its events too, or neither. */
export abstract class Roles {
  /** Locked until the transaction ends. */
  abstract get(id: string): Promise<Role>;
  /** The same for a role that a field of the input names; refuses an unknown one with the field's pointer. */
  abstract named(id: string, pointer: string): Promise<Role>;
  abstract usersOf(id: string): Promise<RoleUsers>;
  abstract add(role: Role, ...events: DomainEvent[]): Promise<void>;
  abstract save(role: Role, ...events: DomainEvent[]): Promise<void>;
  abstract remove(role: Role, ...events: DomainEvent[]): Promise<void>;
}
