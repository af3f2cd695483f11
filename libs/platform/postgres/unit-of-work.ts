import { type Actor, type DomainEvent, DomainError } from '#kernel/index';
import type { EntityManager } from '@mikro-orm/postgresql';
import { OptimisticLockError } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Kysely } from 'kysely';
import { EventLog } from '#platform/events/event-log';
import { TransactionReactions } from '#platform/events/transaction-reactions';
import { Database } from './database.ts';
import { currentScope, type OpenTransaction, type Scope, within } from './scope.ts';

const ATTEMPTS = 5;
const RETRYABLE = new Set(['40001', '40P01']); // serialization failure, deadlock

/**
 * One transaction per write: what the use case saved, the events it raised, what must follow at once from them, and
 * the audit entries commit together or not at all. Deadlocks run the work again from its start.
 */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly log: EventLog,
    private readonly reactions: TransactionReactions,
  ) {}

  /** Runs `work` in the transaction at hand, or in one of its own. */
  async run<T>(scope: { organizationId: string; actor?: Actor }, work: () => Promise<T>): Promise<T> {
    if (currentScope()?.transaction) return work();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(scope, work);
      } catch (error) {
        if (!isRetryable(error) || attempt === ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
      }
    }
  }

  /** The entity manager of the transaction at hand. */
  manager(): Promise<EntityManager> {
    return openTransaction().manager();
  }

  /** Hands over what happened, to be stored with the rows. */
  raise(...events: DomainEvent[]): void {
    openTransaction().events.push(...events);
  }

  /** Runs once the transaction has ended well; for what only this process remembers, such as a cache. */
  afterCommit(action: () => void): void {
    openTransaction().afterCommit.push(action);
  }

  private async attempt<T>(scope: Scope, work: () => Promise<T>): Promise<T> {
    const em = this.database.orm.em.fork({ clear: true });
    let begun: Promise<void> | undefined;
    const transaction: OpenTransaction = {
      manager: async () => {
        await (begun ??= em.begin());
        return em;
      },
      events: [],
      afterCommit: [],
    };
    return within({ ...scope, transaction }, async () => {
      try {
        const result = await work();
        await this.reactions.runAll(transaction.events);
        if (transaction.events.length > 0) await transaction.manager();
        if (begun) {
          await em.flush();
          const executor = em.getTransactionContext() as Kysely<Record<string, never>>;
          await this.log.append(executor, { ...scope, by: scope.actor }, transaction.events);
          await em.commit();
        }
        for (const action of transaction.afterCommit) action();
        if (transaction.events.length > 0) this.log.announce();
        return result;
      } catch (error) {
        if (begun) await em.rollback().catch(() => undefined);
        throw error;
      }
    });
  }
}

function openTransaction(): OpenTransaction {
  const transaction = currentScope()?.transaction;
  if (!transaction) throw new Error('A write needs a unit of work around it.');
  return transaction;
}

function isRetryable(error: unknown): boolean {
  if (error instanceof DomainError) return false;
  if (error instanceof OptimisticLockError) return true;
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && RETRYABLE.has(code);
}
