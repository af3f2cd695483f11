import type { Actor, Subject } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import type { Column, Columns } from '#platform/permissions/casl';
import { permitted } from '#platform/permissions/visible';
import type { LoggedEvent } from './event-follower.ts';

/** How the permission attributes of a subject are found in its events. */
export interface EventSubject {
  /** Attribute as rules name it → where the event's data has it, and its type. */
  attributes: Readonly<Record<string, { data: string; type: Column['type'] }>>;
  /** Fields that need a permission of their own to be seen. */
  guardedFields: readonly string[];
}

/** An event as one receiver may see it. */
export type VisibleEvent = Omit<LoggedEvent, 'recipient_id'>;

/**
 * Says who may see which event, by the same rules as everywhere: in memory for one receiver, in SQL for lists. A
 * context registers its subjects; events of an unregistered subject are seen by nobody but their recipient.
 */
export class EventSubjects {
  private readonly subjects = new Map<string, EventSubject>();

  register(type: string, subject: EventSubject): void {
    this.subjects.set(type, subject);
  }

  /** The event as the actor may see it, without what is masked; undefined when it is not for them. */
  visible(actor: Actor, { recipient_id, ...event }: LoggedEvent): VisibleEvent | undefined {
    if (event.organization_id !== actor.organizationId) return undefined;
    if (recipient_id) return recipient_id === actor.userId ? event : undefined;
    const described = this.subjects.get(event.subject_type);
    if (!described) return undefined;
    const subject = subjectOf(event, described);
    if (!actor.may('view', subject)) return undefined;
    const hidden = described.guardedFields.filter((field) => !actor.may('view', subject, field));
    return hidden.length === 0 ? event : withoutFields(event, hidden);
  }

  /** The condition on `events e` that leaves what `visible` would let through. */
  condition(actor: Actor): RawBuilder<boolean> {
    const types = [...this.subjects].map(
      ([type, { attributes }]) =>
        sql<boolean>`(e.subject_type = ${type} and ${permitted(actor, 'view', type, columnsOf(attributes))})`,
    );
    return sql<boolean>`(e.recipient_id = ${actor.userId} or (e.recipient_id is null and (${sql.join(
      [...types, sql`false`],
      sql` or `,
    )})))`;
  }
}

function subjectOf(event: VisibleEvent, { attributes }: EventSubject): Subject {
  const values = Object.entries(attributes).map(([name, { data }]) => [name, event.data[data] ?? null]);
  return {
    subjectType: event.subject_type,
    id: event.subject_id,
    projectId: event.project_id,
    ...Object.fromEntries(values),
  } as Subject;
}

function columnsOf(attributes: EventSubject['attributes']): Columns {
  const own: Columns = {
    id: { expression: sql`e.subject_id`, type: 'text' },
    projectId: { expression: sql`e.project_id`, type: 'uuid' },
  };
  const others = Object.entries(attributes).map(([name, { data, type }]): [string, Column] => {
    const expression = type.endsWith('[]')
      ? sql`array(select jsonb_array_elements_text(e.data->${sql.lit(data)}))::${sql.raw(type)}`
      : sql`(e.data->>${sql.lit(data)})::${sql.raw(type)}`;
    return [name, { expression, type }];
  });
  return { ...own, ...Object.fromEntries(others) };
}

function withoutFields(event: VisibleEvent, hidden: readonly string[]): VisibleEvent {
  const keep = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([field]) => !hidden.includes(field)));
  const data = keep(event.data);
  if (Array.isArray(data.fields)) data.fields = data.fields.filter((field) => !hidden.includes(String(field)));
  return { ...event, data, changes: event.changes && keep(event.changes) };
}
