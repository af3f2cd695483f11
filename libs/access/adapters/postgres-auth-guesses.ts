import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { hashToken } from '#platform/crypto/tokens';
import { Database } from '#platform/postgres/database';
import { GuessCount, Guesses } from '../domain/auth-guesses.ts';

interface GuessRow {
  failures: number;
  locked_until: string | null;
  last_at: string;
}

@Injectable()
export class PostgresGuesses extends Guesses {
  constructor(private readonly database: Database) {
    super();
  }

  async change(key: string, by: (count: GuessCount) => void): Promise<void> {
    const hash = hashToken(key);
    await this.database.system.transaction().execute(async (transaction) => {
      // The insert waits for whoever works on the same key, and the update locks the row that it finds.
      const { rows } = await sql<GuessRow>`
        insert into guesses (key) values (${hash}) on conflict (key) do update set key = excluded.key
        returning failures, locked_until, last_at`.execute(transaction);
      const count = countOf(key, rows[0]!);
      by(count);
      await sql`
        update guesses set failures = ${count.failures}, locked_until = ${count.lockedUntil?.toString() ?? null},
          last_at = ${count.lastAt?.toString() ?? null}
        where key = ${hash}`.execute(transaction);
    });
  }

  async clear(key: string): Promise<void> {
    await this.database.systemRows(sql`
      delete from guesses where key = ${hashToken(key)} or key in (
        select key from guesses where last_at < now() - interval '2 days' limit 100)`);
  }
}

function countOf(key: string, { failures, locked_until, last_at }: GuessRow): GuessCount {
  const lockedUntil = locked_until === null ? null : Temporal.Instant.from(locked_until);
  return new GuessCount(key, failures, lockedUntil, failures === 0 ? null : Temporal.Instant.from(last_at));
}
