import { Choice, Id, Instant, Integer, JsonObject, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { PersonBrief } from './organization.dto.ts';

/** How the audit log is narrowed. */
export class AuditFilter extends PageQuery {
  @Id({ optional: true, description: 'Who did it' }) actor_id?: string;

  @Text({
    max: 80,
    pattern: /^[a-z_]+(\.([a-z_]+|\*))?$/,
    optional: true,
    description: 'What was done: `task.updated`, or all of a kind with `task.*`',
    example: 'role.*',
  })
  action?: string;

  @Text({ max: 60, optional: true, example: 'Task' }) subject_type?: string;
  @Text({ max: 60, optional: true, description: 'The thing that changed' }) subject_id?: string;
  @Id({ optional: true }) project_id?: string;
  @Instant({ optional: true, description: 'Not before' }) since?: string;
  @Instant({ optional: true, description: 'Before' }) until?: string;
  @Text({ max: 200, optional: true, description: 'Text in the changed values' }) q?: string;
  @Text({ max: 100, optional: true }) request_id?: string;
}

/** Which entries to export, and how. */
export class AuditExportQuery extends AuditFilter {
  @Choice(['csv', 'json'], { optional: true, default: 'csv' }) format?: 'csv' | 'json';
}

/** One change: who, when, from where, before and after. */
export class AuditEntryBody {
  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER, description: 'Place in the log' }) position: number;
  @Instant() occurred_at: string;
  @Text({ max: 80, example: 'member.role_changed' }) action: string;
  @Nested(() => PersonBrief, { nullable: true, description: 'Null: the system' }) actor: PersonBrief | null;
  @Text({ max: 60, example: 'Member' }) subject_type: string;
  @Text({ max: 60 }) subject_id: string;
  @Id({ nullable: true }) project_id: string | null;

  @JsonObject({
    nullable: true,
    description: 'Field by field what stood there before and after; secrets are gone, personal data is shortened',
    example: { role: ['Member', 'Manager'] },
  })
  changes: Record<string, unknown> | null;

  @Text({ max: 60, nullable: true }) ip: string | null;
  @Text({ max: 500, nullable: true }) user_agent: string | null;
  @Text({ max: 100, nullable: true }) request_id: string | null;
}
