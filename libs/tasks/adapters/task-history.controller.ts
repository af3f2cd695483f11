import { Actor } from '#kernel/index';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { sql } from 'kysely';
import { CurrentActor } from '#platform/http/actor';
import { Id, Instant, Integer, JsonObject, Nested, Text } from '#platform/http/fields';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, PageQuery } from '#platform/http/pages';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage } from '#platform/postgres/listing';
import { TaskReads } from './task-reads.ts';

class HistoryActor {
  @Id()
  id: string;

  @Text({ example: 'Ada Lovelace' })
  name: string;
}

class HistoryEntry {
  @Integer({ description: 'Position in the event log' })
  position: number;

  @Text({ example: 'task.updated' })
  action: string;

  @Nested(() => HistoryActor, { nullable: true })
  actor: HistoryActor | null;

  @JsonObject({ description: 'Field → [before, after]', example: { priority: ['low', 'high'] } })
  changes: Record<string, [unknown, unknown]>;

  @Instant()
  occurred_at: string;
}

class HistoryQuery extends PageQuery {
  @Text({ max: 60, optional: true, description: 'Only changes of this field', example: 'due_date' })
  field?: string;
}

const listing = (visibleChanges: ReturnType<typeof sql>): Listing => ({
  from: sql`audit_entries a`,
  fields: {
    position: sql`a.position`,
    action: sql`a.action`,
    actor: sql`(select jsonb_build_object('id', m.user_id, 'name', m.name) from members m
      where m.organization_id = a.organization_id and m.user_id = a.actor_id)`,
    changes: visibleChanges,
    occurred_at: sql`a.occurred_at`,
  },
  order: { position: { expression: sql`a.position`, type: 'bigint' } },
  defaultOrder: '-position',
  unique: { expression: sql`a.position`, type: 'bigint' },
});

/** The audit entries of a task are its history: one row tells both, so they cannot disagree. */
@ApiTags('Tasks')
@Controller('api/v1/tasks/:id/history')
export class TaskHistoryController {
  constructor(
    private readonly database: Database,
    private readonly reads: TaskReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every change of every field of a task' })
  @Needs('view_tasks')
  @ApiPage(HistoryEntry)
  async listTaskHistory(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: HistoryQuery) {
    const task = await this.reads.subject(actor, id);
    const changes = actor.may('view', task, 'cost')
      ? sql`coalesce(a.changes, '{}')`
      : sql`coalesce(a.changes, '{}') - 'cost'`;
    const conditions = [
      sql<boolean>`a.organization_id = ${actor.organizationId} and a.subject_id = ${id} and a.subject_type = 'Task'`,
      ...(query.field ? [sql<boolean>`${changes} ? ${query.field}`] : []),
    ];
    return listPage<HistoryEntry>(this.database, listing(changes), conditions, query);
  }
}
