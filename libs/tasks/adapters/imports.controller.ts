import { Readable } from 'node:stream';
import { Actor, BadParameter } from '#kernel/index';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, PageQuery } from '#platform/http/pages';
import { StreamedBody } from '#platform/http/streamed-body';
import { OwnTransactions } from '#platform/postgres/own-transactions';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { CancelImport, ConfigureImport, FinishUpload, OpenImport, StartImport } from '../application/import-tasks.ts';
import type { ImportSettings } from '../domain/import-mapping.ts';
import { TaskImports } from '../domain/task-imports.ts';
import { csvUpload, jsonUpload, type Upload } from './import-upload.ts';
import { ImportBody, ImportRowBody, ImportRowsQuery, ImportSettingsBody, ImportUploadQuery } from './import.dto.ts';
import { ImportReads } from './import-reads.ts';

@ApiTags('Imports')
@Controller('api/v1')
export class ImportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly imports: TaskImports,
    private readonly reads: ImportReads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post('projects/:id/imports')
  @OwnTransactions()
  @StreamedBody(['text/csv', 'application/x-ndjson'], { maxMiB: 200 })
  @ApiOperation({
    summary: 'Uploads tasks as CSV, NDJSON or JSON {"rows": […]}, and previews them',
    description: 'Nothing becomes a task yet: look at the preview, change the mapping if need be, then run the import.',
  })
  @Needs('create_tasks')
  @ApiCreatedResponse({ type: ImportBody })
  async uploadImport(
    @CurrentActor() actor: Actor,
    @Param() { id: projectId }: IdParam,
    @Query() { source = 'import' }: ImportUploadQuery,
    @Req() request: FastifyRequest,
  ) {
    const { columns, pieces } = await uploadOf(request);
    const scope = { organizationId: actor.organizationId, actor };
    const importId = await this.unitOfWork.run(scope, () =>
      this.commands.execute<OpenImport, string>(new OpenImport(actor, projectId, source, columns)),
    );
    for await (const piece of pieces) await this.unitOfWork.run(scope, () => this.imports.stage(importId, piece));
    await this.unitOfWork.run(scope, () => this.commands.execute(new FinishUpload(actor, importId)));
    return this.reads.one(actor, importId);
  }

  @Get('projects/:id/imports')
  @ApiOperation({ summary: 'The imports of a project' })
  @Needs('create_tasks')
  @ApiPage(ImportBody)
  listImports(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: PageQuery) {
    return this.reads.list(actor, id, query);
  }

  @Get('imports/:id')
  @ApiOperation({ summary: 'An import with its counts, a preview and the first errors' })
  @Needs('create_tasks')
  @ApiOkResponse({ type: ImportBody })
  getImport(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    return this.reads.one(actor, id);
  }

  @Get('imports/:id/rows')
  @ApiOperation({ summary: 'What became of each row, with line, column and reason where it failed' })
  @Needs('create_tasks')
  @ApiPage(ImportRowBody)
  listImportRows(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ImportRowsQuery) {
    return this.reads.rows(actor, id, query);
  }

  @Patch('imports/:id')
  @ApiOperation({ summary: 'Reads the rows in another way and previews them again' })
  @Needs('create_tasks')
  @ApiOkResponse({ type: ImportBody })
  async configureImport(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: ImportSettingsBody) {
    await this.commands.execute(new ConfigureImport(actor, id, settingsOf(body)));
    return this.reads.one(actor, id);
  }

  @Post('imports/:id/run')
  @HttpCode(202)
  @ApiOperation({ summary: 'Turns the valid rows into tasks; progress comes as `import.progressed` events' })
  @Needs('create_tasks')
  @ApiAcceptedResponse({ type: ImportBody })
  async runImport(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new StartImport(actor, id));
    return this.reads.one(actor, id);
  }

  @Post('imports/:id/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops an import; what has been imported stays' })
  @Needs('create_tasks')
  @ApiOkResponse({ type: ImportBody })
  async cancelImport(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new CancelImport(actor, id));
    return this.reads.one(actor, id);
  }
}

async function uploadOf({ body, headers }: FastifyRequest): Promise<Upload> {
  if (body instanceof Readable) {
    return headers['content-type']?.startsWith('text/csv') ? csvUpload(body) : jsonUpload(body);
  }
  const { rows } = (body ?? {}) as { rows?: unknown };
  if (!Array.isArray(rows)) throw new BadParameter('rows', 'required', 'Send CSV, NDJSON, or JSON as {"rows": […]}.');
  return jsonUpload(rows);
}

function settingsOf(body: ImportSettingsBody): Partial<ImportSettings> {
  const settings = {
    mapping: body.mapping,
    hoursPerPoint: body.hours_per_point,
    skillsFrom: body.skills_from,
    skillRules: body.skill_rules,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
