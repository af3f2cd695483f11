import type { Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import type { BoardColumn, BoardQuery } from './board.dto.ts';
import { taskColumns, taskListing } from './task-listing.ts';
import { filterConditions } from './task-reads.ts';

const DEFAULT_LIMIT = 25;

/** A board in one statement: every column with its count and its first tasks. */
@Injectable()
export class BoardReads {
  constructor(private readonly database: Database) {}

  columns(actor: Actor, projectId: string, { limit = DEFAULT_LIMIT, ...filter }: BoardQuery): Promise<BoardColumn[]> {
    const { from, fields } = taskListing(actor);
    const shown = sql.join(Object.entries(fields).map(([name, field]) => sql`${field} as ${sql.ref(name)}`));
    const where = sql.join(
      [
        sql`t.organization_id = s.organization_id and t.project_id = s.project_id and t.status = s.key`,
        permitted(actor, 'view', 'Task', taskColumns),
        ...filterConditions(filter),
      ],
      sql` and `,
    );
    return this.database.rows<BoardColumn>(sql`
      select s.key as status, s.name, s.category, s.wip_limit, c.count,
        coalesce(c.count > s.wip_limit, false) as is_over_limit, f.tasks
      from statuses s
      cross join lateral (select count(*) as count from ${from} where ${where}) c
      cross join lateral (
        select coalesce(jsonb_agg(to_jsonb(first)), '[]') as tasks
        from (select ${shown} from ${from} where ${where} order by t.rank, t.id limit ${limit}) first) f
      where s.organization_id = ${actor.organizationId} and s.project_id = ${projectId}
        and ${permitted(actor, 'view', 'Project', { id: { expression: sql`s.project_id`, type: 'uuid' } })}
      order by s.place`);
  }
}
