import { type Actor, BadParameter } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import type { EventSubjects } from '#platform/events/event-subjects';
import type { PermissionCatalogue } from '#platform/permissions/catalogue';
import { permitted } from '#platform/permissions/visible';

const typeForm = /^[a-z_]+\.([a-z_]+|\*)$/;

/**
 * What of the log `e` is there for the actor: by the rules on its subjects, and what hangs on a task only as long as
 * the actor may see that task.
 */
export function visibleEvents(actor: Actor, subjects: EventSubjects, catalogue: PermissionCatalogue) {
  const seesTask = permitted(actor, 'view', 'Task', catalogue.subject('Task')!.columns);
  return sql<boolean>`${subjects.condition(actor)} and (e.subject_type not in ('Comment', 'TimeEntry') or exists (
    select from tasks t where t.organization_id = e.organization_id and t.id = (e.data->>'task_id')::uuid
      and ${seesTask}))`;
}

/** The filter by types: `task.completed,comment.*`. */
export function ofTypes(types: string | undefined): RawBuilder<boolean>[] {
  if (types === undefined) return [];
  const names = types.split(',').map(checked);
  const families = names
    .filter((name) => name.endsWith('*'))
    .map((name) => sql`starts_with(e.type, ${name.slice(0, -1)})`);
  const single = sql`e.type = any(${names.filter((name) => !name.endsWith('*'))}::text[])`;
  return [sql<boolean>`(${sql.join([single, ...families], sql` or `)})`];
}

function checked(name: string): string {
  if (typeForm.test(name)) return name;
  throw new BadParameter('types', 'unknown_value', `"${name}" is no type of event. Write task.completed or task.*.`);
}
