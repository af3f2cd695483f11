import type { Actor } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import type { EventSubject } from '#platform/events/event-subjects';
import type { PermissionCatalogue, SubjectDescription } from '#platform/permissions/catalogue';
import { permitted } from '#platform/permissions/visible';

/** Comments `c` with the project of their task. */
const from = sql`(select c.*, t.project_id from comments c
  join tasks t on t.organization_id = c.organization_id and t.id = c.task_id) c`;

/** Whatever a rule may ask of a task, it may ask of the comments on it; what a task costs stays out of their events. */
const attributesOfTask = (catalogue: PermissionCatalogue) =>
  Object.entries(catalogue.subject('Task')!.columns).filter(([name]) => name !== 'id' && name !== 'costMinor');

/** What permissions may ask of a comment `c` on a task `t`. */
function columnsOf(catalogue: PermissionCatalogue): SubjectDescription['columns'] {
  return {
    ...Object.fromEntries(attributesOfTask(catalogue)),
    id: { expression: sql.ref('c.id'), type: 'uuid' },
    authorId: { expression: sql.ref('c.author_id'), type: 'uuid' },
  };
}

/** What there is to know of comments, once it is known of tasks. */
export function commentDescription(catalogue: PermissionCatalogue): SubjectDescription {
  const { columns: ofTask } = catalogue.subject('Task')!;
  const names = attributesOfTask(catalogue).map(([name]) => name);
  const carried = names.map((name) => sql`${ofTask[name]!.expression} as ${sql.ref(name)}`);
  return {
    from: sql`(select c.organization_id, c.id, c.author_id, ${sql.join(carried)} from comments c
      join tasks t on t.organization_id = c.organization_id and t.id = c.task_id) c`,
    columns: Object.fromEntries(
      Object.entries(columnsOf(catalogue)).map(([name, { expression, type }]) => {
        return [name, { expression: names.includes(name) ? sql.ref(`c.${name}`) : expression, type }];
      }),
    ) as SubjectDescription['columns'],
    fields: [],
  };
}

/** Where the events of a comment carry what permissions ask for: as in the events of its task. */
export function commentInEvents(catalogue: PermissionCatalogue): EventSubject {
  const ofTask = attributesOfTask(catalogue).filter(([name]) => name !== 'projectId');
  const attributes = ofTask.map(([name, { type }]) => [name, { data: inWireSpelling(name), type }] as const);
  return {
    attributes: { ...Object.fromEntries(attributes), authorId: { data: 'author_id', type: 'uuid' } },
    guardedFields: [],
  };
}

/** The attributes of a task `t` as its comments' events carry them. */
export function taskAttributes(catalogue: PermissionCatalogue) {
  const ofTask = attributesOfTask(catalogue).filter(([name]) => name !== 'projectId');
  return sql<Record<string, unknown>>`jsonb_build_object(${sql.join(
    ofTask.flatMap(([name, { expression }]) => [sql.lit(inWireSpelling(name)), expression]),
  )})`;
}

const inWireSpelling = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Comments `c` and their tasks `t`. */
export const commentsWithTasks = sql`${from} join tasks t on t.organization_id = c.organization_id and t.id = c.task_id`;

/** The task `t` is there for the actor. */
export function visibleTask(actor: Actor, catalogue: PermissionCatalogue): RawBuilder<boolean>[] {
  return [
    sql`t.organization_id = ${actor.organizationId}`,
    permitted(actor, 'view', 'Task', catalogue.subject('Task')!.columns),
  ];
}

/** The comment `c` on task `t` is there for the actor. */
export function visibleComment(actor: Actor, catalogue: PermissionCatalogue): RawBuilder<boolean>[] {
  return [
    sql`c.organization_id = ${actor.organizationId}`,
    sql`c.deleted_at is null`,
    permitted(actor, 'view', 'Comment', columnsOf(catalogue)),
    ...visibleTask(actor, catalogue),
  ];
}
