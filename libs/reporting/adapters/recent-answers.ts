import { type Abilities, type Actor, Clock } from '#kernel/index';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { Database } from '#platform/postgres/database';

/** Where the log stood when an answer was asked for. */
interface Stand {
  /** Everything below this position was visible. */
  settled: number;
  /** Relevant events at or above it that were visible too. */
  unsettled: number;
}

interface Entry {
  stand: Stand;
  expiresAt: number;
  answer: Promise<unknown>;
}

/** What a question is about decides how old its answer may become; in seconds. */
const lifetimes = {
  dashboards: ({ integrationCacheTtlSeconds }: Config) => integrationCacheTtlSeconds,
  analytics: () => 10 * 60,
  recommendations: () => 60 * 60,
};

/** Events that change no report, by the first part of their type; whatever is not named here counts. */
const IRRELEVANT = ['notification', 'session', 'access_token', 'account', 'comment', 'export'];
const LIMIT = 1_000;

/**
 * Answers of this process that may be given again as long as nothing has happened in the organization. Each reading asks
 * the log, so that a change made in any process is seen at once (docs/decisions/0010-caching.md).
 */
@Injectable()
export class RecentAnswers {
  private readonly entries = new Map<string, Entry>();
  private readonly numbers = new WeakMap<Abilities, number>();
  private lastNumber = 0;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The answer to the actor's question: no older than its kind may be, nor than the organization's last change. */
  async of<T>(actor: Actor, kind: keyof typeof lifetimes, question: object, answer: () => Promise<T>): Promise<T> {
    const asked = `${kind} ${JSON.stringify(question)}`;
    const key = `${actor.organizationId} ${actor.userId} ${this.numberOf(actor.abilities)} ${asked}`;
    const now = this.clock.now().epochMilliseconds;
    const known = this.entries.get(key);
    const { stand, isUnchanged } = await this.look(actor.organizationId, known?.stand);
    this.entries.delete(key);
    const entry: Entry =
      known && isUnchanged && now < known.expiresAt
        ? { ...known, stand }
        : { stand, expiresAt: now + lifetimes[kind](this.config) * 1000, answer: answer() };
    this.entries.set(key, entry);
    if (this.entries.size > LIMIT) this.entries.delete(this.entries.keys().next().value!);
    entry.answer.catch(() => this.entries.get(key) === entry && this.entries.delete(key));
    return entry.answer as Promise<T>;
  }

  /** Permissions that change become other abilities, and so another number. */
  private numberOf(abilities: Abilities): number {
    const number = this.numbers.get(abilities) ?? ++this.lastNumber;
    this.numbers.set(abilities, number);
    return number;
  }

  /** One statement, one snapshot: what the position calls settled is what the counts beside it see. */
  private async look(organizationId: string, before?: Stand): Promise<{ stand: Stand; isUnchanged: boolean }> {
    const since = (position: unknown) => sql`(
      select count(*) from events e where e.organization_id = ${organizationId} and e.position >= ${position}
        and split_part(e.type, '.', 1) <> all(${IRRELEVANT}::text[]))`;
    const row = await this.database.row<Stand & { since: number }>(sql`
      select l.settled, ${since(sql`l.settled`)} as unsettled, ${since(before?.settled ?? sql`l.settled`)} as since
      from (select settled_position() as settled) l`);
    const { since: seen, ...stand } = row!;
    return { stand, isUnchanged: before !== undefined && seen === before.unsettled };
  }
}
