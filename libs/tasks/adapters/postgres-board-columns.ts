import { InvalidInput } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { BoardColumns, type PlaceWish } from '../domain/board-columns.ts';
import { rankBetween } from '../domain/rank.ts';

@Injectable()
export class PostgresBoardColumns extends BoardColumns {
  constructor(private readonly database: Database) {
    super();
  }

  async lock(projectId: string, status: string) {
    const organizationId = currentOrganizationId();
    const column = await this.database.row<{ wipLimit: number | null }>(sql`
      select wip_limit as "wipLimit" from statuses
      where organization_id = ${organizationId} and project_id = ${projectId} and key = ${status} for update`);
    // Counted in a statement of its own: it must see what the lock has waited for.
    const counted = await this.database.row<{ tasks: number }>(sql`
      select count(*) as tasks from tasks t
      where t.organization_id = ${organizationId} and t.project_id = ${projectId} and t.status = ${status}`);
    return { tasks: counted?.tasks ?? 0, wipLimit: column?.wipLimit ?? null };
  }

  async rankFor(projectId: string, status: string, taskId: string, { afterId, beforeId }: PlaceWish): Promise<string> {
    const inColumn = sql`t.organization_id = ${currentOrganizationId()} and t.project_id = ${projectId}
      and t.status = ${status} and t.id <> ${taskId}`;
    const rankOf = async (id: string, pointer: string): Promise<string> => {
      const row = await this.database.row<{ rank: string }>(
        sql`select t.rank from tasks t where ${inColumn} and t.id = ${id}`,
      );
      if (!row) throw new InvalidInput(pointer, 'not_in_column', 'There is no such task in this column.');
      return row.rank;
    };
    const edge = async (which: ReturnType<typeof sql>, order: 'asc' | 'desc') => {
      const row = await this.database.row<{ rank: string }>(sql`
        select t.rank from tasks t where ${inColumn} and ${which} order by t.rank ${sql.raw(order)} limit 1`);
      return row?.rank ?? null;
    };
    if (afterId) {
      const after = await rankOf(afterId, '/after_id');
      return rankBetween(after, await edge(sql`t.rank > ${after}`, 'asc'));
    }
    if (beforeId) {
      const before = await rankOf(beforeId, '/before_id');
      return rankBetween(await edge(sql`t.rank < ${before}`, 'desc'), before);
    }
    return rankBetween(await edge(sql`true`, 'desc'), null);
  }
}
