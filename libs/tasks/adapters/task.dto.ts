import {
  Choice,
  DateOrTime,
  Decimal,
  Flag,
  Id,
  Instant,
  Integer,
  JsonObject,
  ListOf,
  MarkdownText,
  Nested,
  Text,
} from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { id, text } from '#platform/http/shapes';
import { priorities } from '../domain/task.ts';

/** A skill the task asks for: by id, or by a name of the catalogue. */
export class RequiredSkillBody {
  @Id({ optional: true, description: 'Skill of the catalogue; give this or a name' })
  skill_id?: string;

  @Text({ max: 100, optional: true, example: 'TypeScript', description: 'Name or alias; created when unknown' })
  name?: string;

  @Decimal({ min: 0, max: 100, optional: true, default: 0, example: 60, description: 'Least proficiency, 0–100' })
  level?: number;

  @Flag({ optional: true, default: true, description: 'Nobody without it is considered' })
  mandatory?: boolean;
}

export class MoneyBody {
  @Integer({ min: 0, description: 'Amount in minor units (cents)', example: 125_00 })
  minor: number;

  @Text({ pattern: /^[A-Z]{3}$/, description: 'ISO 4217 code', example: 'EUR' })
  currency: string;
}

export class TaskLinkBody {
  @Text({ max: 60, description: 'What kind of thing the link leads to', example: 'url' })
  kind: string;

  @Text({ max: 2000, description: 'URL, or id of the thing', example: 'https://example.org/brief' })
  target: string;

  @Text({ max: 200, optional: true, example: 'Brief' })
  title?: string;
}

const labels = { max: 50, optional: true, example: ['frontend'], description: 'Labels' } as const;

/** What may be changed about a task. Absent fields stay as they are; null clears. */
export class EditTaskBody {
  @Text({ min: 1, max: 500, optional: true, example: 'Draw the sitemap' })
  title?: string;

  @MarkdownText({ optional: true, description: 'Markdown', example: 'Three levels at most.' })
  description?: string;

  @Choice(priorities, { optional: true, example: 'high' })
  priority?: (typeof priorities)[number];

  @Integer({ min: 1, max: 10, optional: true, example: 4 })
  difficulty?: number;

  @ListOf(() => RequiredSkillBody, { max: 30, optional: true })
  required_skills?: RequiredSkillBody[];

  @DateOrTime({ optional: true, nullable: true, example: '2026-12-01' })
  start_date?: string | null;

  @DateOrTime({ optional: true, nullable: true, example: '2026-12-15' })
  due_date?: string | null;

  @Decimal({ min: 0, max: 100_000, optional: true, nullable: true, example: 6 })
  estimate_hours?: number | null;

  @Decimal({ min: 0, max: 100_000, optional: true, example: 0 })
  actual_hours?: number;

  @Nested(() => MoneyBody, { optional: true, nullable: true, description: 'Needs edit_costs' })
  cost?: MoneyBody | null;

  @ListOf(text({ min: 1, max: 60 }), labels)
  labels?: string[];

  @JsonObject({ optional: true, example: { browser: 'Firefox' } })
  custom_fields?: Record<string, unknown>;

  @ListOf(() => TaskLinkBody, { max: 50, optional: true })
  links?: TaskLinkBody[];

  @Id({ optional: true, nullable: true, description: 'Milestone of the same project' })
  milestone_id?: string | null;

  @Id({ optional: true, nullable: true, description: 'Task of the same project above this one' })
  parent_id?: string | null;

  @ListOf(id(), { max: 20, optional: true, description: 'Everybody who works on it' })
  assignee_ids?: string[];
}

/** A new task. */
export class CreateTaskBody extends EditTaskBody {
  @Text({ min: 1, max: 500, example: 'Draw the sitemap' })
  declare title: string;

  @Text({ max: 60, optional: true, example: 'todo', description: 'Status key; the first of category todo by default' })
  status?: string;

  @Text({ max: 60, optional: true, example: 'jira', description: 'With external_id: upsert instead of a second task' })
  external_source?: string;

  @Text({ max: 200, optional: true, example: 'WEB-1' })
  external_id?: string;
}

export class ChangeStatusBody {
  @Text({ min: 1, max: 60, example: 'in_progress', description: 'Key of a status of the project' })
  status: string;
}

/** How a list of tasks is narrowed. */
export class TaskListQuery extends PageQuery {
  @Text({ max: 500, optional: true, description: 'Status keys, comma separated', example: 'todo,in_progress' })
  status?: string;

  @Text({ max: 200, optional: true, description: 'Status categories, comma separated', example: 'in_progress' })
  status_category?: string;

  @Text({ max: 100, optional: true, description: 'Priorities, comma separated', example: 'high,urgent' })
  priority?: string;

  @Text({ max: 2000, optional: true, description: 'Member ids, comma separated, or "none"' })
  assignee_id?: string;

  @Id({ optional: true, description: 'Who created it' })
  creator_id?: string;

  @Id({ optional: true, description: 'Milestone' })
  milestone_id?: string;

  @Id({ optional: true, description: 'Parent task' })
  parent_id?: string;

  @Text({ max: 1000, optional: true, description: 'Labels, comma separated', example: 'frontend' })
  label?: string;

  @Text({ max: 1000, optional: true, description: 'Keys, comma separated', example: 'WEB-1,WEB-2' })
  key?: string;

  @DateOrTime({ optional: true, description: 'Due before' })
  due_before?: string;

  @DateOrTime({ optional: true, description: 'Due at or after' })
  due_after?: string;

  @Flag({ optional: true, description: 'Past due and still open' })
  is_overdue?: boolean;

  @Text({ max: 200, optional: true, description: 'Words in key, title or description', example: 'sitemap' })
  q?: string;
}

/** The same across projects. */
export class AllTasksQuery extends TaskListQuery {
  @Id({ optional: true, description: 'Project' })
  project_id?: string;
}

/** A task. */
export class TaskBody extends CreateTaskBody {
  @Id()
  id: string;

  @Id()
  project_id: string;

  @Text({ example: 'WEB-42' })
  key: string;

  @Integer({ example: 42 })
  number: number;

  @Choice(['backlog', 'todo', 'in_progress', 'review', 'done', 'cancelled'], { example: 'todo' })
  status_category: string;

  @Id()
  creator_id: string;

  @Text({ description: 'Order on the board, plain text order', example: '00001ai' })
  rank: string;

  @Flag({ description: 'Waits for an unfinished predecessor' })
  is_blocked: boolean;

  @JsonObject({ nullable: true, description: 'What came out of it' })
  result: Record<string, unknown> | null;

  @Instant({ nullable: true })
  completed_at: string | null;

  @Id({ nullable: true })
  completed_by: string | null;

  @Integer({ description: 'Rises with every change; the ETag', example: 3 })
  version: number;

  @Instant()
  created_at: string;

  @Instant()
  updated_at: string;
}
