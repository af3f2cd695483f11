import type { Actor } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { masked } from '#platform/permissions/visible';
import type { Listing } from '#platform/postgres/listing';
import { priorities } from '../domain/task.ts';

const column = (name: string) => sql.ref(`t.${name}`);

/** The attributes of a task that permission conditions may name. */
export const taskColumns: Columns = {
  id: { expression: column('id'), type: 'uuid' },
  projectId: { expression: column('project_id'), type: 'uuid' },
  assigneeIds: { expression: column('assignee_ids'), type: 'uuid[]' },
  creatorId: { expression: column('creator_id'), type: 'uuid' },
  milestoneId: { expression: column('milestone_id'), type: 'uuid' },
  status: { expression: column('status'), type: 'text' },
  statusCategory: { expression: column('status_category'), type: 'text' },
  labels: { expression: column('labels'), type: 'text[]' },
  priority: { expression: column('priority'), type: 'numeric' },
  difficulty: { expression: column('difficulty'), type: 'numeric' },
  costMinor: { expression: column('cost_minor'), type: 'numeric' },
};

/** A person as other things refer to them. */
export const personBrief = (id: RawBuilder<unknown>) => sql`(
  select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
  where m.organization_id = t.organization_id and m.user_id = ${id})`;

const priorityName = sql`(${sql.lit(`{${priorities.join(',')}}`)}::text[])[t.priority + 1]`;

const cost = sql`case when t.cost_minor is not null
  then jsonb_build_object('minor', t.cost_minor, 'currency', t.cost_currency) end`;

const isBlocked = sql`(t.status_category not in ('done', 'cancelled') and exists (
  select from task_dependencies d join tasks b
    on b.organization_id = d.organization_id and b.id = d.depends_on_id
  where d.organization_id = t.organization_id and d.task_id = t.id and d.kind in ('FS', 'SS')
    and b.status_category not in ('done', 'cancelled')
    and (d.kind = 'FS' or b.status_category in ('backlog', 'todo'))))`;

const plain = [
  'id', 'project_id', 'key', 'number', 'title', 'description', 'status', 'status_category', 'difficulty',
  'required_skills', 'start_date', 'due_date', 'estimate_hours', 'actual_hours', 'labels', 'custom_fields', 'links',
  'assignee_ids', 'creator_id', 'milestone_id', 'parent_id', 'rank', 'result', 'completed_at', 'completed_by',
  'external_source', 'external_id', 'version', 'created_at', 'updated_at',
]; // prettier-ignore

/** Tasks as the actor may see them: what a list shows and how it is sorted. */
export function taskListing(actor: Actor): Listing {
  return {
    from: sql`tasks t`,
    fields: {
      ...Object.fromEntries(plain.map((name) => [name, column(name)])),
      priority: priorityName,
      is_blocked: isBlocked,
      cost: masked(actor, 'Task', taskColumns, 'cost', cost),
    },
    expand: {
      assignees: sql`(select coalesce(jsonb_agg(jsonb_build_object('id', m.user_id, 'name', m.name)), '[]')
        from members m where m.organization_id = t.organization_id and m.user_id = any(t.assignee_ids))`,
      creator: personBrief(column('creator_id')),
      project: sql`(select jsonb_build_object('id', p.id, 'key', p.key, 'title', p.title) from projects p
        where p.organization_id = t.organization_id and p.id = t.project_id)`,
      milestone: sql`(select jsonb_build_object('id', m.id, 'title', m.title) from milestones m
        where m.organization_id = t.organization_id and m.id = t.milestone_id)`,
      rollup,
    },
    order: {
      due_date: { expression: column('due_at'), type: 'timestamptz' },
      start_date: { expression: column('start_at'), type: 'timestamptz' },
      created_at: { expression: column('created_at'), type: 'timestamptz' },
      updated_at: { expression: column('updated_at'), type: 'timestamptz' },
      completed_at: { expression: column('completed_at'), type: 'timestamptz' },
      priority: { expression: column('priority'), type: 'numeric' },
      difficulty: { expression: column('difficulty'), type: 'numeric' },
      estimate_hours: { expression: column('estimate_hours'), type: 'numeric' },
      title: { expression: column('title'), type: 'text' },
      key: { expression: column('number'), type: 'numeric' },
      number: { expression: column('number'), type: 'numeric' },
      status: { expression: column('status'), type: 'text' },
      rank: { expression: column('rank'), type: 'text' },
    },
    defaultOrder: 'created_at',
    unique: { expression: column('id'), type: 'uuid' },
  };
}

/** Progress, estimate and dates of the whole tree below a task. */
const rollup = sql`(
  with recursive tree as (
    select c.* from tasks c where c.organization_id = t.organization_id and c.parent_id = t.id
    union all
    select c.* from tasks c join tree on c.organization_id = tree.organization_id and c.parent_id = tree.id
  )
  select jsonb_build_object(
    'tasks', count(*), 'done', count(*) filter (where status_category = 'done'),
    'progress', case when count(*) filter (where status_category <> 'cancelled') = 0
      then case when t.status_category = 'done' then 100 else 0 end
      else round(100.0 * count(*) filter (where status_category = 'done')
        / count(*) filter (where status_category <> 'cancelled')) end,
    'estimate_hours', coalesce(sum(estimate_hours), 0), 'actual_hours', coalesce(sum(actual_hours), 0),
    'start_at', min(start_at), 'due_at', max(due_at)) from tree)`;
