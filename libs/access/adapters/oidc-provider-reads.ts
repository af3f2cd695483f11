import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { OidcProviderBody } from './oidc.dto.ts';

const column = (name: string) => sql.ref(`p.${name}`);
const plain = [
  'id', 'name', 'issuer', 'client_id', 'allowed_domains', 'default_role_id', 'enabled', 'version', 'created_at',
]; // prettier-ignore

const listing: Listing = {
  from: sql`identity_providers p`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    start_path: sql`'/api/v1/auth/oidc/' || p.id || '/start'`,
    redirect_path: sql`'/api/v1/auth/oidc/' || p.id || '/callback'`,
  },
  order: {
    name: { expression: column('name'), type: 'text' },
    created_at: { expression: column('created_at'), type: 'timestamptz' },
  },
  defaultOrder: 'name',
  unique: { expression: column('id'), type: 'uuid' },
};

/** The identity providers of an organization, without their secrets. */
@Injectable()
export class OidcProviderReads {
  constructor(private readonly database: Database) {}

  list({ organizationId }: Actor, request: PageRequest) {
    const conditions = [sql<boolean>`p.organization_id = ${organizationId}`];
    return listPage<OidcProviderBody>(this.database, listing, conditions, request);
  }

  async one({ organizationId }: Actor, id: string): Promise<OidcProviderBody> {
    const conditions = [sql<boolean>`p.organization_id = ${organizationId}`, sql<boolean>`p.id = ${id}`];
    const found = await showOne<OidcProviderBody>(this.database, listing, conditions);
    if (!found) throw new NotFound('identity provider', id);
    return found;
  }
}
