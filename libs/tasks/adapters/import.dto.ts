import { Choice, Decimal, Flag, Id, Instant, Integer, JsonObject, ListOf, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { text } from '#platform/http/shapes';
import { importTargets } from '../domain/import-mapping.ts';
import { importStatuses } from '../domain/task-import.ts';

export class SkillRuleBody {
  @ListOf(text({ min: 1, max: 60 }), { min: 1, max: 50, description: 'Any of these words', example: ['c++', 'cpp'] })
  words: string[];

  @Text({ min: 1, max: 100, example: 'C++' })
  skill: string;

  @Decimal({ min: 0, max: 100, optional: true, example: 40 })
  level?: number;

  @Flag({ optional: true })
  mandatory?: boolean;
}

/** How the rows are read. Absent settings stay as they are. */
export class ImportSettingsBody {
  @JsonObject({
    optional: true,
    description: `Target → column of the file. Targets: ${importTargets.join(', ')}`,
    example: { external_id: 'issuekey', title: 'title', difficulty: 'storypoint' },
  })
  mapping?: Record<string, string>;

  @Decimal({ min: 0, max: 1000, optional: true, description: 'Multiplies the estimate’s column', example: 4 })
  hours_per_point?: number;

  @Choice(['labels', 'title', 'text'], { optional: true, description: 'Where the words of the rules are looked for' })
  skills_from?: 'labels' | 'title' | 'text';

  @ListOf(() => SkillRuleBody, { max: 200, optional: true })
  skill_rules?: SkillRuleBody[];
}

export class ImportUploadQuery {
  @Text({
    min: 1,
    max: 60,
    optional: true,
    default: 'import',
    description: 'Names the tool; rows are known by it and their key',
  })
  source?: string;
}

export class RowErrorBody {
  @Text({ nullable: true, example: 'due' })
  column: string | null;

  @Text({ example: 'invalid_date' })
  code: string;

  @Text({ example: '"31.12." is no date like 2026-12-01.' })
  detail: string;
}

export class ImportRowBody {
  @Integer({ description: 'Place in the file, from 1', example: 7 })
  number: number;

  @Integer({ description: 'Line on which it begins', example: 19 })
  line: number;

  @Choice(['pending', 'invalid', 'created', 'updated', 'failed'], { example: 'invalid' })
  status: string;

  @ListOf(() => RowErrorBody)
  errors: RowErrorBody[];

  @JsonObject({ description: 'As uploaded', example: { issuekey: 'MESOS-1', title: 'Report failures' } })
  data: Record<string, string>;

  @Id({ nullable: true })
  task_id: string | null;
}

export class ImportCountsBody {
  @Integer({ example: 1600 }) pending: number;
  @Integer({ example: 3 }) invalid: number;
  @Integer({ example: 77 }) created: number;
  @Integer({ example: 0 }) updated: number;
  @Integer({ example: 0 }) failed: number;
}

export class ImportBody {
  @Id()
  id: string;

  @Id()
  project_id: string;

  @Text({ example: 'jira' })
  source: string;

  @Choice(importStatuses, { example: 'ready' })
  status: string;

  @ListOf(text(), { example: ['issuekey', 'title'] })
  columns: string[];

  @Nested(() => ImportSettingsBody)
  settings: ImportSettingsBody;

  @Nested(() => ImportCountsBody)
  counts: ImportCountsBody;

  @ListOf(() => ImportRowBody, { description: 'The first rows' })
  preview: ImportRowBody[];

  @ListOf(() => ImportRowBody, { description: 'The first rows with errors' })
  errors: ImportRowBody[];

  @Integer({ example: 2 })
  version: number;

  @Instant()
  created_at: string;

  @Instant({ nullable: true })
  finished_at: string | null;
}

export class ImportRowsQuery extends PageQuery {
  @Text({ max: 100, optional: true, description: 'Statuses, comma separated', example: 'invalid,failed' })
  status?: string;
}
