import type { Actor } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import type { EventSubject } from '#platform/events/event-subjects';
import type { Columns } from '#platform/permissions/casl';
import type { PermissionCatalogue, SubjectDescription } from '#platform/permissions/catalogue';
import { permitted } from '#platform/permissions/visible';

const columns: Columns & { id: Columns[string] } = {
  id: { expression: sql.ref('c.id'), type: 'uuid' },
  projectId: { expression: sql.ref('c.project_id'), type: 'uuid' },
  authorId: { expression: sql.ref('c.author_id'), type: 'uuid' },
};

/** Comments `c` with the project of their task. */
const from = sql`(select c.*, t.project_id from comments c
  join tasks t on t.organization_id = c.organization_id and t.id = c.task_id) c`;

/** What permissions may ask of a comment. */
export const commentDescription: SubjectDescription = { from, columns, fields: [] };

/** Where the events of a comment carry what permissions ask for. */
export const commentInEvents: EventSubject = {
  attributes: { authorId: { data: 'author_id', type: 'uuid' } },
  guardedFields: [],
};

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
    permitted(actor, 'view', 'Comment', columns),
    ...visibleTask(actor, catalogue),
  ];
}
