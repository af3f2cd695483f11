import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { ServiceAccountBody, TokenBody } from './token.dto.ts';

const token = (name: string) => sql.ref(`t.${name}`);
const member = (name: string) => sql.ref(`m.${name}`);

const tokenListing: Listing = {
  from: sql`access_tokens t`,
  fields: Object.fromEntries(
    ['id', 'name', 'scopes', 'created_at', 'expires_at', 'last_used_at'].map((name) => [name, token(name)]),
  ),
  order: {
    name: { expression: token('name'), type: 'text' },
    created_at: { expression: token('created_at'), type: 'timestamptz' },
    last_used_at: { expression: token('last_used_at'), type: 'timestamptz' },
  },
  defaultOrder: '-created_at',
  unique: { expression: token('id'), type: 'uuid' },
};

const accountListing: Listing = {
  from: sql`members m`,
  fields: {
    id: member('user_id'),
    name: member('name'),
    role_id: member('role_id'),
    created_at: member('created_at'),
  },
  order: {
    name: { expression: member('name'), type: 'text' },
    created_at: { expression: member('created_at'), type: 'timestamptz' },
  },
  defaultOrder: 'name',
  unique: { expression: member('user_id'), type: 'uuid' },
};

/** Tokens that have not been revoked, and the service accounts; never the tokens themselves. */
@Injectable()
export class TokenReads {
  constructor(private readonly database: Database) {}

  list({ organizationId }: Actor, ownerId: string, request: PageRequest) {
    return listPage<TokenBody>(this.database, tokenListing, tokensOf(organizationId, ownerId), request);
  }

  async one({ organizationId }: Actor, id: string, ownerId: string): Promise<TokenBody> {
    const conditions = [...tokensOf(organizationId, ownerId), sql<boolean>`t.id = ${id}`];
    const found = await showOne<TokenBody>(this.database, tokenListing, conditions);
    if (!found) throw new NotFound('token', id);
    return found;
  }

  listServiceAccounts({ organizationId }: Actor, request: PageRequest) {
    return listPage<ServiceAccountBody>(this.database, accountListing, accountsOf(organizationId), request);
  }

  async serviceAccount({ organizationId }: Actor, id: string): Promise<ServiceAccountBody> {
    const conditions = [...accountsOf(organizationId), sql<boolean>`m.user_id = ${id}`];
    const found = await showOne<ServiceAccountBody>(this.database, accountListing, conditions);
    if (!found) throw new NotFound('service account', id);
    return found;
  }
}

const tokensOf = (organizationId: string, ownerId: string) => [
  sql<boolean>`t.organization_id = ${organizationId}`,
  sql<boolean>`t.user_id = ${ownerId}`,
  sql<boolean>`t.revoked_at is null`,
];

const accountsOf = (organizationId: string) => [
  sql<boolean>`m.organization_id = ${organizationId}`,
  sql<boolean>`m.kind = 'service'`,
  sql<boolean>`m.status = 'active'`,
];
