import { Actor } from '#kernel/index';
import { Controller, Get, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage } from '#platform/http/pages';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { AuditEntryBody, AuditExportQuery, AuditFilter } from './audit.dto.ts';
import { AuditReads } from './audit-reads.ts';

const mediaTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json' } as const;

@ApiTags('Audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(
    private readonly reads: AuditReads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What was done, by whom, when, from where; the newest first' })
  @Needs('view_audit')
  @ApiPage(AuditEntryBody)
  listAuditEntries(@CurrentActor() actor: Actor, @Query() query: AuditFilter) {
    return this.reads.list(actor, query);
  }

  @Get('export')
  @ApiOperation({
    summary: 'The same as a file, the oldest first, as far as the caller may also export data',
    description: 'The export itself becomes an entry. Page, `fields` and `order_by` are ignored.',
  })
  @Needs('view_audit')
  @ApiProduces('text/csv', 'application/json')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'A file' })
  async exportAudit(
    @CurrentActor() actor: Actor,
    @Query() { format = 'csv', ...filter }: AuditExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    actor.authorize('export', 'AuditEntry');
    await this.recordExport(actor, { format, ...filter });
    void reply.header('content-disposition', `attachment; filename="audit.${format}"`);
    return new StreamableFile(this.reads.export(actor, format, filter as AuditFilter), { type: mediaTypes[format] });
  }

  private recordExport(actor: Actor, asked: object): Promise<void> {
    const { organizationId } = actor;
    return this.unitOfWork.run({ organizationId, actor }, async () =>
      this.unitOfWork.raise({
        type: 'audit.exported',
        subject: { type: 'AuditEntry', id: organizationId },
        data: {},
        changes: { export: [null, asked] },
      }),
    );
  }
}
