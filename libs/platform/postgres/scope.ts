import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor, DomainEvent } from '#kernel/index';
import type { EntityManager } from '@mikro-orm/postgresql';

/** What the code in flight works on: the tenant it may touch, and the transaction it is part of, if any. */
export interface Scope {
  readonly organizationId: string;
  readonly actor?: Actor;
  readonly transaction?: OpenTransaction;
}

/** A transaction in the making: opened at the first touch of the database, closed by the unit of work. */
export interface OpenTransaction {
  manager(): Promise<EntityManager>;
  readonly events: DomainEvent[];
  readonly afterCommit: (() => void)[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** The scope of the code in flight; every reserved connection is set to its organization (see `database.ts`). */
export const currentScope = (): Scope | undefined => scopes.getStore();

/** Runs `work` for one organization; row-level security shows it nothing else. */
export const within = <T>(scope: Scope, work: () => T): T => scopes.run(scope, work);

/** The organization of the code in flight; a write outside any scope is a fault of ours. */
export function currentOrganizationId(): string {
  const scope = currentScope();
  if (!scope) throw new Error('No organization is in scope here.');
  return scope.organizationId;
}
