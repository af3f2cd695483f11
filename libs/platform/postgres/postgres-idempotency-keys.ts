import { DomainError } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Answer, IdempotencyKeys, type KeyScope } from '#platform/http/idempotency';
import { Database } from './database.ts';

/**
 * Keeps the answer beside the effect, in the transaction that made it. A second request with the key waits for the
 * first at the primary key, then gets its answer.
 */
@Injectable()
export class PostgresIdempotencyKeys extends IdempotencyKeys {
  constructor(private readonly database: Database) {
    super();
  }

  async once(scope: KeyScope, key: string, bodyHash: string, work: () => Promise<Answer>) {
    const where = sql`organization_id = ${scope.organizationId} and user_id = ${scope.userId}
      and route = ${scope.route} and key = ${key}`;
    const claimed = await this.database.row(sql`
      insert into idempotency_keys (organization_id, user_id, route, key, body_hash)
      values (${scope.organizationId}, ${scope.userId}, ${scope.route}, ${key}, ${bodyHash})
      on conflict do nothing returning key`);
    if (!claimed) return this.replay(where, bodyHash);
    const answer = await work();
    await this.database.rows(sql`
      update idempotency_keys set status = ${answer.status}, body = ${withoutSecrets(answer.body)}::jsonb
      where ${where}`);
    return { ...answer, replayed: false };
  }

  private async replay(where: ReturnType<typeof sql>, bodyHash: string) {
    const stored = await this.database.row<{ body_hash: string; status: number | null; body: unknown }>(
      sql`select body_hash, status, body from idempotency_keys where ${where}`,
    );
    if (stored?.body_hash !== bodyHash) {
      const detail = 'This Idempotency-Key was used for another request. Take a new one.';
      throw new DomainError('invalid', 'idempotency_key_reused', detail);
    }
    if (stored.status === null) {
      throw new DomainError(
        'conflict',
        'request_in_progress',
        'The first request with this Idempotency-Key still runs.',
      );
    }
    return { status: stored.status, body: stored.body, replayed: true };
  }
}

const SECRET = /^(token|access_token|refresh_token|secret|client_secret|recovery_codes)$/;

/** The answer as it is kept: what is shown once is not shown again by a replay. */
function withoutSecrets(body: unknown): string {
  return JSON.stringify(body ?? null, (name, value: unknown) => (SECRET.test(name) ? null : value));
}
