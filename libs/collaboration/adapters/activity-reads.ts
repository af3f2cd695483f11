import { type Actor, BadParameter, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { LoggedEvent } from '#platform/events/event-follower';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page } from '#platform/postgres/listing';
import { ofTypes, visibleEvents } from './activity-conditions.ts';
import type { ActivityQuery, ActivityView } from './activity.dto.ts';
import { liveEvent } from './live-subscriptions.ts';

/** Whose or what activity: of the whole organization unless something is named. */
export type ActivityOf = { subject: 'Project' | 'Task' | 'Member'; id: string } | undefined;

const column = (name: string) => sql.ref(`e.${name}`);

const names = [
  'organization_id', 'position', 'id', 'type', 'actor_id', 'subject_type', 'subject_id', 'project_id', 'recipient_id',
  'data', 'changes', 'occurred_at',
]; // prettier-ignore

const listing: Listing = {
  from: sql`events e`,
  fields: Object.fromEntries(names.map((name) => [name, column(name)])),
  expand: {
    actor: sql`(select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
      where m.organization_id = e.organization_id and m.user_id = e.actor_id)`,
  },
  order: { position: { expression: column('position'), type: 'bigint' } },
  defaultOrder: '-position',
  unique: { expression: column('position'), type: 'bigint' },
};

/** What was asked for of an event. */
type Shown = Partial<ActivityView> & { actor?: unknown };

type Row = LoggedEvent & { actor?: unknown };

const shown = ['position', 'id', 'type', 'subject', 'project_id', 'actor_id', 'occurred_at', 'data', 'changes'];

/** Tells what has happened, as far as the actor may see it; what concerns one person alone is no activity. */
@Injectable()
export class ActivityReads {
  constructor(
    private readonly database: Database,
    private readonly subjects: EventSubjects,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  async list(actor: Actor, of: ActivityOf, { fields, ...query }: ActivityQuery): Promise<Page<Shown>> {
    const chosen = fields?.split(',').map(knownField) ?? shown;
    if (of) await this.mustBeVisible(actor, of);
    const conditions = [
      sql<boolean>`e.organization_id = ${actor.organizationId}`,
      sql<boolean>`e.position < (select settled_position())`,
      sql<boolean>`e.recipient_id is null`,
      visibleEvents(actor, this.subjects, this.catalogue),
      ...scope(of),
      ...filterConditions(query),
    ];
    const page = await listPage<Row>(this.database, listing, conditions, query);
    return { ...page, data: page.data.map((row) => this.view(actor, row, chosen)) };
  }

  private view(actor: Actor, { actor: who, ...row }: Row, chosen: readonly string[]): Shown {
    const visible = this.subjects.visible(actor, row);
    const all: Record<string, unknown> = visible ? { ...liveEvent(visible) } : {};
    const view = Object.fromEntries(chosen.map((name) => [name, all[name]]));
    return { ...view, ...(who !== undefined && { actor: who }) };
  }

  private async mustBeVisible(actor: Actor, { subject, id }: NonNullable<ActivityOf>): Promise<void> {
    const { from, columns } = this.catalogue.subject(subject)!;
    const isIt = sql`${columns.id!.expression} = ${id}::uuid`;
    const found = await this.database.row(sql`
      select 1 from ${from}
      where organization_id = ${actor.organizationId} and ${isIt} and ${permitted(actor, 'view', subject, columns)}`);
    if (!found) throw new NotFound(subject.toLowerCase(), id);
  }
}

/** The audit log is found by its subjects, and an event has the position of its audit entry. */
function scope(of: ActivityOf): RawBuilder<boolean>[] {
  if (!of) return [];
  if (of.subject === 'Project') return [sql`e.project_id = ${of.id}`];
  if (of.subject === 'Member') return [sql`e.actor_id = ${of.id}`];
  const attached = (table: string) =>
    sql`select x.id::text from ${sql.table(table)} x where x.organization_id = e.organization_id and x.task_id = ${of.id}`;
  return [
    sql`e.position in (
      select a.position from audit_entries a
      where a.organization_id = e.organization_id and a.subject_id in (
        select ${of.id} union all ${attached('comments')} union all ${attached('time_entries')}))`,
  ];
}

function filterConditions({ types, actor_id, since, until }: ActivityQuery): RawBuilder<boolean>[] {
  const conditions = ofTypes(types);
  if (actor_id) conditions.push(sql`e.actor_id = ${actor_id}::uuid`);
  if (since) conditions.push(sql`e.occurred_at >= ${since}::timestamptz`);
  if (until) conditions.push(sql`e.occurred_at < ${until}::timestamptz`);
  return conditions;
}

function knownField(name: string): string {
  if (shown.includes(name)) return name;
  throw new BadParameter('fields', 'unknown_name', `"${name}" is not known here. Use one of: ${shown.join(', ')}.`);
}
