import { Readable } from 'node:stream';
import { Actor } from '#kernel/index';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '#platform/http/actor';
import { Choice } from '#platform/http/fields';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { within } from '#platform/postgres/scope';
import { TaskListQuery } from './task.dto.ts';
import { TaskReads, type TaskView } from './task-reads.ts';

class ExportQuery extends TaskListQuery {
  @Choice(['csv', 'json', 'ndjson'], { optional: true, default: 'csv' })
  format?: 'csv' | 'json' | 'ndjson';
}

const PAGE = 200;

const columns = [
  'key', 'title', 'description', 'status', 'priority', 'difficulty', 'required_skills', 'start_date', 'due_date',
  'estimate_hours', 'actual_hours', 'cost', 'labels', 'assignee_ids', 'milestone_id', 'parent_id', 'created_at',
  'completed_at', 'external_source', 'external_id', 'id',
] as const; // prettier-ignore

const mediaTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json', ndjson: 'application/x-ndjson' };

@ApiTags('Imports')
@Controller('api/v1/projects/:id/export')
export class ExportsController {
  constructor(private readonly reads: TaskReads) {}

  @Get()
  @ApiOperation({ summary: 'All tasks of a project that the caller may see, as a stream of CSV, NDJSON or JSON' })
  @ApiOkResponse({
    description: 'The tasks with the columns of an import, a file to save',
    content: {
      'text/csv': { schema: { type: 'string' }, example: 'key,title,status\r\nWEB-42,Draw the sitemap,todo\r\n' },
      'application/x-ndjson': { schema: { type: 'string' }, example: '{"key":"WEB-42","title":"Draw the sitemap"}\n' },
      'application/json': {
        schema: { type: 'array', items: { type: 'object', additionalProperties: true } },
        example: [{ key: 'WEB-42', title: 'Draw the sitemap' }],
      },
    },
  })
  @Needs('export_data')
  async exportTasks(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Query() { format = 'csv', ...query }: ExportQuery,
    @Res() reply: FastifyReply,
  ) {
    actor.authorize('export', { subjectType: 'Project', id } as never);
    const pages = this.pages(actor, { ...query, project_id: id });
    await reply
      .header('content-type', mediaTypes[format])
      .header('content-disposition', `attachment; filename="tasks.${format}"`)
      .send(Readable.from(writers[format](pages)));
  }

  /** Page by page, so that memory stays bounded whatever the project holds. */
  private async *pages(actor: Actor, query: TaskListQuery & { project_id: string }): AsyncGenerator<TaskView[]> {
    let cursor: string | undefined;
    do {
      const page = await within({ organizationId: actor.organizationId, actor }, () =>
        this.reads.list(actor, { ...query, order_by: 'number', limit: PAGE, cursor }),
      );
      yield page.data;
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
  }
}

type Pages = AsyncIterable<TaskView[]>;

const writers = {
  async *csv(pages: Pages): AsyncGenerator<string> {
    yield `${columns.join(',')}\r\n`;
    for await (const page of pages) {
      yield page.map((task) => `${columns.map((name) => cell(task[name])).join(',')}\r\n`).join('');
    }
  },
  async *ndjson(pages: Pages): AsyncGenerator<string> {
    for await (const page of pages) yield page.map((task) => `${JSON.stringify(task)}\n`).join('');
  },
  async *json(pages: Pages): AsyncGenerator<string> {
    let separator = '[';
    for await (const page of pages) {
      for (const task of page) {
        yield `${separator}\n${JSON.stringify(task)}`;
        separator = ',';
      }
    }
    yield separator === '[' ? '[]\n' : '\n]\n';
  },
};

/** RFC 4180; a leading quote keeps spreadsheets from taking text for a formula. */
function cell(value: unknown): string {
  if (value == null) return '';
  const text = Array.isArray(value) && value.every((one) => typeof one === 'string') ? value.join(';') : plain(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const plain = (value: unknown) =>
  typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
