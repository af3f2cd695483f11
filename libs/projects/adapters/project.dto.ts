import { Choice, Day, Flag, Id, Instant, Integer, JsonObject, MarkdownText, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { projectHealths, projectStatuses } from '../domain/project.ts';

const priorities = ['low', 'medium', 'high', 'urgent', 'critical'] as const;

/** What may be changed about a project. Absent fields stay as they are; null clears. */
export class EditProjectBody {
  @Text({ min: 1, max: 200, optional: true, example: 'Website' })
  title?: string;

  @MarkdownText({ optional: true, description: 'Markdown', example: 'The new public site.' })
  description?: string;

  @Choice(projectStatuses, { optional: true, example: 'active' })
  status?: (typeof projectStatuses)[number];

  @Choice(priorities, { optional: true, example: 'high' })
  priority?: (typeof priorities)[number];

  @Choice(projectHealths, { optional: true, example: 'on_track' })
  health?: (typeof projectHealths)[number];

  @Text({ max: 1000, optional: true, description: 'Needed when the health is "blocked"', example: '' })
  health_reason?: string;

  @Id({ optional: true, nullable: true, description: 'Member who leads it' })
  lead_id?: string | null;

  @Id({ optional: true, nullable: true, description: 'Portfolio it belongs to' })
  portfolio_id?: string | null;

  @Day({ optional: true, nullable: true, example: '2026-12-01' })
  start_date?: string | null;

  @Day({ optional: true, nullable: true, example: '2027-03-31' })
  due_date?: string | null;

  @JsonObject({ optional: true, example: { client: 'ACME' } })
  custom_fields?: Record<string, unknown>;
}

/** A new project. */
export class CreateProjectBody extends EditProjectBody {
  @Text({ min: 1, max: 200, example: 'Website' })
  declare title: string;

  @Text({
    pattern: /^[A-Z][A-Z0-9]{1,9}$/,
    optional: true,
    description: 'Made of the title when absent',
    example: 'WEB',
  })
  key?: string;

  @Text({
    max: 60,
    optional: true,
    description: 'With external_id: upsert instead of a second project',
    example: 'jira',
  })
  external_source?: string;

  @Text({ max: 200, optional: true, example: '10001' })
  external_id?: string;
}

/** A project. */
export class ProjectBody extends CreateProjectBody {
  @Id()
  id: string;

  @Integer({ min: 0, max: 100, description: 'Share of its tasks that are done, in percent', example: 40 })
  progress: number;

  @Integer({ example: 20 })
  tasks_total: number;

  @Integer({ example: 8 })
  tasks_done: number;

  @Flag()
  is_archived: boolean;

  @Id()
  creator_id: string;

  @Integer({ description: 'Rises with every change; the ETag', example: 3 })
  version: number;

  @Instant()
  created_at: string;

  @Instant()
  updated_at: string;
}

/** How a list of projects is narrowed. */
export class ProjectListQuery extends PageQuery {
  @Text({ max: 200, optional: true, description: 'Statuses, comma separated', example: 'active' })
  status?: string;

  @Id({ optional: true })
  portfolio_id?: string;

  @Id({ optional: true })
  lead_id?: string;

  @Text({ max: 200, optional: true, description: 'Keys, comma separated', example: 'WEB' })
  key?: string;

  @Choice(['true', 'false', 'all'], { optional: true, description: 'Archived ones: left out unless asked for' })
  archived?: 'true' | 'false' | 'all';

  @Text({ max: 200, optional: true, description: 'Words in key or title' })
  q?: string;
}
