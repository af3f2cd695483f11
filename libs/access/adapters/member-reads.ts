import { type Actor, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { masked, permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type PageRequest, showOne } from '#platform/postgres/listing';
import type { InvitationBody, InvitationListQuery, MemberBody, MemberListQuery } from './organization.dto.ts';

const roleBrief = sql`jsonb_build_object('id', r.id, 'key', r.key, 'name', r.name)`;

/** The attributes of a member that permission conditions may name. */
export const memberColumns: Columns = {
  id: { expression: sql`m.user_id`, type: 'uuid' },
  roleId: { expression: sql`m.role_id`, type: 'uuid' },
  status: { expression: sql`m.status`, type: 'text' },
};

function memberListing(actor: Actor): Listing {
  return {
    from: sql`members m join roles r on r.organization_id = m.organization_id and r.id = m.role_id`,
    fields: {
      id: sql`m.user_id`,
      name: sql`m.name`,
      email: masked(actor, 'Member', memberColumns, 'email', sql`m.email`),
      kind: sql`m.kind`,
      status: sql`m.status`,
      role: roleBrief,
      weekly_hours: sql`m.weekly_hours`,
      time_zone: sql`m.time_zone`,
      version: sql`m.version`,
      created_at: sql`m.created_at`,
    },
    order: {
      name: { expression: sql`m.name`, type: 'text' },
      created_at: { expression: sql`m.created_at`, type: 'timestamptz' },
      weekly_hours: { expression: sql`m.weekly_hours`, type: 'numeric' },
    },
    defaultOrder: 'name',
    unique: { expression: sql`m.user_id`, type: 'uuid' },
  };
}

const invitationStatus = sql`case when i.accepted_at is not null then 'accepted'
  when i.revoked_at is not null then 'revoked' when i.expires_at <= now() then 'expired' else 'open' end`;

const invitationListing: Listing = {
  from: sql`invitations i join roles r on r.organization_id = i.organization_id and r.id = i.role_id`,
  fields: {
    id: sql`i.id`,
    email: sql`i.email`,
    role: roleBrief,
    status: invitationStatus,
    invited_by: sql`(select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
      where m.organization_id = i.organization_id and m.user_id = i.invited_by)`,
    expires_at: sql`i.expires_at`,
    created_at: sql`i.created_at`,
  },
  order: {
    created_at: { expression: sql`i.created_at`, type: 'timestamptz' },
    expires_at: { expression: sql`i.expires_at`, type: 'timestamptz' },
    email: { expression: sql`i.email`, type: 'text' },
  },
  defaultOrder: '-created_at',
  unique: { expression: sql`i.id`, type: 'uuid' },
};

/** Answers who is in the organization and who is asked to join, as far as the actor may see. */
@Injectable()
export class MemberReads {
  constructor(private readonly database: Database) {}

  list(actor: Actor, query: MemberListQuery) {
    const { status, kind, role_id, q } = query;
    const conditions = this.visibleMembers(actor);
    if (status) conditions.push(sql`m.status = ${status}`);
    if (kind) conditions.push(sql`m.kind = ${kind}`);
    if (role_id) conditions.push(sql`m.role_id = ${role_id}::uuid`);
    if (q) conditions.push(sql`m.name ilike ${`%${escapedLike(q)}%`}`);
    return listPage<MemberBody>(this.database, memberListing(actor), conditions, query);
  }

  async one(actor: Actor, userId: string, shown: Pick<PageRequest, 'fields' | 'expand'> = {}): Promise<MemberBody> {
    const conditions = [...this.visibleMembers(actor), sql<boolean>`m.user_id = ${userId}`];
    const found = await showOne<MemberBody>(this.database, memberListing(actor), conditions, shown);
    if (!found) throw new NotFound('member', userId);
    return found;
  }

  listInvitations(actor: Actor, query: InvitationListQuery) {
    const { status, email } = query;
    const conditions = this.visibleInvitations(actor);
    if (status) conditions.push(sql`${invitationStatus} = ${status}`);
    if (email) conditions.push(sql`i.email = lower(${email}::text)`);
    return listPage<InvitationBody>(this.database, invitationListing, conditions, query);
  }

  async invitation(actor: Actor, id: string): Promise<InvitationBody> {
    const conditions = [...this.visibleInvitations(actor), sql<boolean>`i.id = ${id}`];
    const found = await showOne<InvitationBody>(this.database, invitationListing, conditions);
    if (!found) throw new NotFound('invitation', id);
    return found;
  }

  private visibleMembers(actor: Actor): RawBuilder<boolean>[] {
    return [
      sql<boolean>`m.organization_id = ${actor.organizationId}`,
      permitted(actor, 'view', 'Member', memberColumns),
    ];
  }

  private visibleInvitations(actor: Actor): RawBuilder<boolean>[] {
    return [sql<boolean>`i.organization_id = ${actor.organizationId}`, permitted(actor, 'view', 'Invitation', {})];
  }
}

/** The text as LIKE takes it literally. */
export const escapedLike = (text: string) => text.replace(/[\\%_]/g, '\\$&');
