import { Id, Instant, Integer, JsonObject, ListOf, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';

export class ActivitySubjectView {
  @Text({ max: 60, example: 'Task' })
  type: string;

  @Text({ example: '01936f0e-7a5c-7c3e-9d63-0f6f2b1c4a11' })
  id: string;
}

/** Something that happened; the same form as sockets send it. */
export class ActivityView {
  @Integer({ max: Number.MAX_SAFE_INTEGER, description: 'Place in the log of the organization', example: 4_198_401 })
  position: number;

  @Id()
  id: string;

  @Text({ max: 100, example: 'task.completed' })
  type: string;

  @Nested(() => ActivitySubjectView, { description: 'What it happened to' })
  subject: ActivitySubjectView;

  @Id({ nullable: true })
  project_id: string | null;

  @Id({ nullable: true, description: 'Who did it; null when nobody in particular' })
  actor_id: string | null;

  @Instant()
  occurred_at: string;

  @JsonObject({ description: 'Facts by type', example: { key: 'WEB-42', title: 'Draw the sitemap' } })
  data: Record<string, unknown>;

  @JsonObject({ nullable: true, description: 'Field → before and after', example: { status: ['todo', 'done'] } })
  changes: Record<string, [unknown, unknown]> | null;
}

const types = {
  max: 1000,
  optional: true,
  example: 'task.*,comment.created',
  description: 'Types, separated by commas',
} as const;

export class ActivityQuery extends PageQuery {
  @Text(types)
  types?: string;

  @Id({ optional: true, description: 'Only what this person did' })
  actor_id?: string;

  @Instant({ optional: true, description: 'At or after' })
  since?: string;

  @Instant({ optional: true, description: 'Before' })
  until?: string;
}

export class EventsFeedQuery {
  @Integer({
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    optional: true,
    description: '`next_after` of the answer before; absent: from the oldest event',
  })
  after?: number;

  @Integer({ min: 1, max: 200, optional: true, default: 50, description: 'How many events at most' })
  limit?: number;

  @Text(types)
  types?: string;
}

export class EventsFeedView {
  @ListOf(() => ActivityView, { max: 200, description: 'In the order in which they happened' })
  data: ActivityView[];

  @Integer({
    max: Number.MAX_SAFE_INTEGER,
    description: 'Where to go on: everything up to here has been told',
    example: 4_198_401,
  })
  next_after: number;
}
