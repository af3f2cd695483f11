import type { DomainEvent } from '#kernel/index';
import type { PersonalToken } from './token.ts';

/** Where the tokens of the organization at hand live. */
export abstract class PersonalTokens {
  /** One of the owner's tokens, locked until the transaction ends. */
  abstract get(id: string, ownerId: string): Promise<PersonalToken>;
  /** The owner's tokens that have not been revoked. */
  abstract openOf(ownerId: string): Promise<PersonalToken[]>;
  abstract add(token: PersonalToken, ...events: DomainEvent[]): Promise<void>;
  abstract save(token: PersonalToken, ...events: DomainEvent[]): Promise<void>;
}
