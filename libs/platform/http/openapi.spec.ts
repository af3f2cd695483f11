import { Body, Controller, Get, Module, Param, Patch, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { batchOf } from './batch.ts';
import { IfMatch } from './etag.ts';
import { Choice, Text } from './fields.ts';
import { Needs, Public } from './needs.ts';
import { openApiDocument, openApiYaml, operationIdFactory, serveOpenApi } from './openapi.ts';
import { ApiPage, ApiProblems, IdParam, PageQuery } from './pages.ts';
import { startHttpTestApp } from './testing/http-test-app.ts';

class TaskBody {
  @Text({ max: 20, example: 'Fix login' }) title: string;
  @Choice(['low', 'high'], { optional: true, nullable: true, default: 'low' }) priority?: string | null;
}
class TaskBatchBody extends batchOf(TaskBody) {}

@ApiTags('Tasks')
@Controller('api/v1/tasks')
class TasksController {
  @Get() @Needs('view_tasks') @ApiPage(TaskBody) list(@Query() _query: PageQuery) {}
  @Patch(':id')
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: TaskBody })
  @ApiProblems({ 409: ['already_completed'] })
  editTask(@Param() _: IdParam, @Body() _body: TaskBody, @IfMatch() _version?: number) {}
  @Post('batch') @Public() createTasks(@Body() _body: TaskBatchBody) {}
}

@Module({ controllers: [TasksController] })
class TestModule {}

describe('The OpenAPI document', () => {
  const info = { version: '1.2.3', tags: { Tasks: 'Work to be done' } };
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await startHttpTestApp(TestModule, { before: (starting) => serveOpenApi(starting, info) });
  });
  afterAll(() => app.close());

  const document = () => openApiDocument(app, info);
  const parameter = (operation: { parameters?: unknown[] } | undefined, name: string) =>
    operation?.parameters?.find((each) => (each as { name?: string }).name === name);

  it('is OpenAPI 3.1 of Muster with bearer tokens', () => {
    expect(document()).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Muster', version: '1.2.3' },
      tags: [{ name: 'Tasks', description: 'Work to be done' }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    });
  });

  it('adds to each route the problems that follow from what it is', () => {
    const { paths, components } = document();
    const edit = paths['/api/v1/tasks/{id}']?.patch;
    expect(Object.keys(edit?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '409', '412', '422', '429']);
    expect(edit?.responses['409']).toMatchObject({ description: 'Codes: `already_completed`' });
    expect(edit?.description).toBe('Needs the permission `edit_own_tasks` or `edit_all_tasks`.');
    expect(edit?.security).toEqual([{ bearer: [] }]);
    expect(Object.keys(paths['/api/v1/tasks/batch']?.post?.responses ?? {})).toEqual(['201', '400', '422', '429']);
    expect(components?.responses?.['TooManyRequests']).toMatchObject({ headers: { 'Retry-After': {} } });
  });

  it('knows where parameters come from', () => {
    const { paths } = document();
    expect(parameter(paths['/api/v1/tasks/{id}']?.patch, 'id')).toMatchObject({ in: 'path', required: true });
    expect(parameter(paths['/api/v1/tasks/{id}']?.patch, 'If-Match')).toMatchObject({ in: 'header', required: false });
    expect(parameter(paths['/api/v1/tasks']?.get, 'limit')).toMatchObject({
      in: 'query',
      schema: { maximum: 200, default: 50 },
    });
    expect(paths['/api/v1/tasks/batch']?.post?.parameters).toEqual([
      { $ref: '#/components/parameters/IdempotencyKey' },
    ]);
  });

  it('names operations, pages and batches', () => {
    const { paths, components } = document();
    expect(paths['/api/v1/tasks']?.get).toMatchObject({ operationId: 'listTasks', summary: 'List tasks' });
    expect(operationIdFactory('SkillCategoriesController', 'get')).toBe('getSkillCategory');
    expect(components?.schemas).toMatchObject({
      TaskPage: {
        required: ['data', 'next_cursor'],
        properties: { data: { items: { $ref: '#/components/schemas/TaskBody' } } },
      },
      TaskBatchBody: {
        properties: { items: { minItems: 1, maxItems: 200, items: { $ref: '#/components/schemas/TaskBody' } } },
      },
      TaskBody: {
        properties: {
          title: { examples: ['Fix login'] },
          priority: { type: ['string', 'null'], enum: ['low', 'high', null] },
        },
      },
    });
  });

  it('prints the same YAML every time', () => {
    const yaml = openApiYaml(document());
    expect(openApiYaml(document())).toBe(yaml);
    expect(parse(yaml)).toEqual(JSON.parse(JSON.stringify(document())));
    expect(yaml).not.toMatch(/[&*]a\d/);
  });

  it('is served with a page to try it', async () => {
    expect((await app.inject('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    expect((await app.inject('/openapi.yaml')).body).toContain('openapi: 3.1.0');
    const page = await app.inject('/docs');
    expect(page.headers['content-type']).toMatch('text/html');
    expect((await app.inject('/docs/swagger-ui-bundle.js')).statusCode).toBe(200);
  });
});
