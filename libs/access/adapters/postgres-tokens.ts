import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { Authenticator } from '../application/authenticator.ts';
import { PersonalToken } from '../domain/token.ts';
import { PersonalTokens } from '../domain/tokens.ts';

interface TokenRow {
  id: string;
  user_id: string;
  name: string;
  hash: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
}

@Injectable()
export class PostgresTokens extends PersonalTokens {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly authenticator: Authenticator,
  ) {
    super();
  }

  async get(id: string, ownerId: string): Promise<PersonalToken> {
    const [token] = await this.select(sql`id = ${id} and user_id = ${ownerId}`);
    if (!token) throw new NotFound('token', id);
    return token;
  }

  openOf(ownerId: string): Promise<PersonalToken[]> {
    return this.select(sql`user_id = ${ownerId} and revoked_at is null`);
  }

  async add({ state }: PersonalToken, ...events: DomainEvent[]): Promise<void> {
    await this.database.rows(sql`
      insert into access_tokens (organization_id, id, user_id, name, hash, scopes, created_at, expires_at)
      values (${state.organizationId}, ${state.id}, ${state.userId}, ${state.name}, ${state.hash}, ${state.scopes},
              ${state.createdAt.toString()}, ${state.expiresAt?.toString() ?? null})`);
    this.unitOfWork.raise(...events);
  }

  async save({ state }: PersonalToken, ...events: DomainEvent[]): Promise<void> {
    await this.database.rows(sql`
      update access_tokens set revoked_at = ${state.revokedAt?.toString() ?? null}
      where organization_id = ${state.organizationId} and id = ${state.id}`);
    this.unitOfWork.raise(...events);
    this.unitOfWork.afterCommit(() => events.forEach((event) => this.authenticator.hear(event)));
  }

  private async select(condition: RawBuilder<unknown>): Promise<PersonalToken[]> {
    const organizationId = currentOrganizationId();
    const rows = await this.database.rows<TokenRow>(sql`
      select id, user_id, name, hash, scopes, created_at, expires_at, revoked_at from access_tokens
      where organization_id = ${organizationId} and ${condition} order by id for update`);
    return rows.map((row) => tokenOf(organizationId, row));
  }
}

function tokenOf(organizationId: string, row: TokenRow): PersonalToken {
  const { id, user_id: userId, name, hash, scopes } = row;
  return new PersonalToken({
    organizationId,
    id,
    userId,
    name,
    hash,
    scopes,
    createdAt: Temporal.Instant.from(row.created_at),
    expiresAt: row.expires_at === null ? null : Temporal.Instant.from(row.expires_at),
    revokedAt: row.revoked_at === null ? null : Temporal.Instant.from(row.revoked_at),
  });
}
