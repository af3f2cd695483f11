import type { DomainEvent } from '#kernel/index';
import type { Absence } from './absence.ts';

/** The times away of an organization's people. What is saved and its events are stored together, or neither. */
export abstract class Absences {
  /** The absence, locked until the transaction ends; NotFound when there is none. */
  abstract get(id: string): Promise<Absence>;
  /** NotFound when the person is no member. */
  abstract add(absence: Absence, ...events: DomainEvent[]): Promise<void>;
  abstract save(absence: Absence, ...events: DomainEvent[]): Promise<void>;
  abstract remove(absence: Absence, ...events: DomainEvent[]): Promise<void>;
}
