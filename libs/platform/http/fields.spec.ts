import { Body, Controller, Get, Module, Patch, Query } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  Choice,
  DateOrTime,
  Email,
  Flag,
  Id,
  Integer,
  JsonObject,
  ListOf,
  MarkdownText,
  Nested,
  object,
  OneOf,
  Text,
} from './fields.ts';
import { InputPipe } from './input.ts';
import { ProblemFilter } from './problem-filter.ts';
import type { Problem } from './problem.ts';
import { id, list, text } from './shapes.ts';

class SkillNeed {
  @Text({ max: 60, min: 1, example: 'TypeScript' }) name: string;
  @Integer({ min: 0, max: 100, optional: true, nullable: true }) level?: number | null;
}

class ChangeTask {
  @Text({ max: 20, min: 1, description: 'What is to be done', example: 'Fix login' }) title: string;
  @MarkdownText({ optional: true }) description?: string;
  @Id({ optional: true, nullable: true }) assignee_id?: string | null;
  @Choice(['low', 'high'], { optional: true, nullable: true }) priority?: string | null;
  @DateOrTime({ optional: true }) due_date?: string;
  @Email({ optional: true }) email?: string;
  @ListOf(() => SkillNeed, { optional: true, max: 5 }) skills?: SkillNeed[];
  @ListOf(id(), { optional: true, unique: true }) watcher_ids?: string[];
  @Nested(() => SkillNeed, { optional: true, nullable: true }) best?: SkillNeed | null;
  @JsonObject({ optional: true }) data?: Record<string, unknown>;
  @OneOf([list(text({ max: 60 })), list(object(SkillNeed))], { optional: true }) required_skills?:
    string[] | SkillNeed[];
}

class FindTasks {
  @Integer({ min: 1, max: 200, optional: true, default: 50 }) limit?: number;
  @ListOf(text(), { optional: true, description: 'States' }) status?: string[];
  @Flag({ optional: true }) done?: boolean;
}

@Controller('tasks')
class TasksController {
  @Patch() change(@Body() body: ChangeTask) {
    return { body, fields: Object.keys(body), nested: body.best?.constructor.name };
  }

  @Get() find(@Query() query: FindTasks) {
    return query;
  }
}

@Module({
  controllers: [TasksController],
  providers: [
    { provide: APP_PIPE, useClass: InputPipe },
    { provide: APP_FILTER, useValue: new ProblemFilter() },
  ],
})
class TestModule {}

describe('A field', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(TestModule, new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterAll(() => app.close());

  const change = (payload: object) => app.inject({ method: 'PATCH', url: '/tasks', payload });
  const find = (query: string) => app.inject({ method: 'GET', url: `/tasks?${query}` });
  const faults = async (payload: object) => {
    const { statusCode, body } = await change(payload);
    const { errors } = JSON.parse(body) as Problem;
    return { statusCode, errors: errors?.map(({ pointer, code }) => `${pointer} ${code}`) };
  };
  const refusal = (...errors: string[]) => ({ statusCode: 400, errors });

  it('tells absence from null', async () => {
    const { body } = await change({ title: 'Fix login', priority: null });
    expect(JSON.parse(body)).toMatchObject({ fields: ['title', 'priority'], body: { priority: null } });
  });

  it('arrives as an instance of its class, ids in lower case', async () => {
    const watcher_ids = ['AAAAAAAA-1111-7111-8111-111111111111'];
    const { body } = await change({ title: 'x', best: { name: 'SQL' }, watcher_ids });
    expect(JSON.parse(body)).toMatchObject({
      nested: 'SkillNeed',
      body: { watcher_ids: [watcher_ids[0]!.toLowerCase()] },
    });
  });

  it('reports each faulty place once', async () => {
    const skills = [{ name: 3 }, null, [], { name: 'SQL', level: 101 }];
    expect(await faults({ nope: 1, assignee_id: 'me', priority: 'x', skills, best: [] })).toEqual(
      refusal(
        '/nope unknown_field',
        '/title required',
        '/assignee_id not_an_id',
        '/priority not_a_choice',
        '/skills/0/name not_a_text',
        '/skills/1 not_an_object',
        '/skills/2 not_an_object',
        '/skills/3/level out_of_range',
        '/best not_an_object',
      ),
    );
    expect(await faults({ title: 'x', skills: [{ name: 3 }, { name: 'SQL', level: 101, 'a/b': 1 }] })).toEqual(
      refusal('/skills/0/name not_a_text', '/skills/1/a~1b unknown_field', '/skills/1/level out_of_range'),
    );
  });

  it.each([
    ['NUL', 'a\0b', 'control_character'],
    ['half a surrogate pair', 'a\ud800', 'malformed_text'],
    ['a line break', 'a\nb', 'control_character'],
    ['only blanks', '  ', 'blank'],
    ['21 characters', '😀'.repeat(21), 'too_long'],
    ['null', null, 'null_not_allowed'],
  ])('refuses a text with %s', async (_, title, code) => {
    expect(await faults({ title })).toEqual(refusal(`/title ${code}`));
  });

  it('counts characters, not code units', async () => {
    expect((await change({ title: '😀'.repeat(20) })).statusCode).toBe(200);
  });

  it.each(['2026-02-30', '2026-11-30 10:00', '0000-01-01', '2026-11-30T10:00:00', '10000-01-01', 'tomorrow'])(
    'refuses %s as a date',
    async (due_date) => {
      expect(await faults({ title: 'x', due_date })).toEqual(refusal('/due_date not_a_date_or_time'));
    },
  );

  it.each(['2026-02-28', '2026-11-30T10:00:00Z', '2026-11-30T10:00:00.123+05:30'])('accepts %s', async (due_date) => {
    expect((await change({ title: 'x', due_date })).statusCode).toBe(200);
  });

  it('takes one of several shapes and points into the one that was meant', async () => {
    expect((await change({ title: 'x', required_skills: ['SQL'] })).statusCode).toBe(200);
    expect((await change({ title: 'x', required_skills: [{ name: 'SQL', level: 3 }] })).statusCode).toBe(200);
    expect(await faults({ title: 'x', required_skills: [{ name: 'SQL', level: 'high' }] })).toEqual(
      refusal('/required_skills/0/level not_an_integer'),
    );
    expect(await faults({ title: 'x', required_skills: [7] })).toEqual(refusal('/required_skills/0 not_a_text'));
  });

  it('refuses an object that PostgreSQL could not store', async () => {
    expect(await faults({ title: 'x', data: { deep: ['\0'] } })).toEqual(refusal('/data not_storable'));
    expect(await faults({ title: 'x', data: { '\ud800': 1 } })).toEqual(refusal('/data not_storable'));
    expect((await change({ title: 'x', data: { any: [1, { thing: null }] } })).statusCode).toBe(200);
  });

  it('refuses a body that is no object', async () => {
    expect(await faults([])).toEqual(refusal(' not_an_object'));
  });

  it('cannot be circumvented with names of the language', async () => {
    expect(await faults({ title: 'x', best: { constructor: {}, name: 3 } })).toEqual(
      refusal('/best/constructor unknown_field', '/best/name not_a_text'),
    );
    expect(await faults({ title: 3, constructor: 1 })).toEqual(
      refusal('/constructor unknown_field', '/title not_a_text'),
    );
    expect((await find('constructor=1')).json()).toMatchObject({ status: 400, errors: [{ pointer: '?constructor' }] });
    expect((await find('__proto__=1')).statusCode).toBe(400);
  });

  it('survives nesting without end', async () => {
    const data = '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000);
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({
      method: 'PATCH',
      url: '/tasks',
      payload: `{"title":"x","data":${data}}`,
      headers,
    });
    expect(answer.statusCode).toBe(400);
  });

  it('is read from a query string', async () => {
    expect((await find('limit=3&status=a,b&status=c&done=true')).json()).toEqual({
      limit: 3,
      status: ['a', 'b', 'c'],
      done: true,
    });
    const refused = (await find('limit=three&foo=1&done=1')).json<Problem>();
    expect(refused.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '?foo unknown_field',
      '?limit not_an_integer',
      '?done not_a_flag',
    ]);
  });

  it('never breaks on any JSON', async () => {
    const names = Object.getOwnPropertyNames(new ChangeTask()).concat(
      'title',
      'skills',
      'best',
      'data',
      'required_skills',
    );
    const anything = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(anything, async (body) => {
        expect([200, 400]).toContain((await change(body)).statusCode);
      }),
      { numRuns: 300 },
    );
  });

  it('documents itself as OpenAPI 3.1', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build());
    expect(document.components?.schemas).toMatchObject({
      ChangeTask: {
        required: ['title'],
        properties: {
          title: { type: 'string', minLength: 1, maxLength: 20, example: 'Fix login' },
          assignee_id: { type: ['string', 'null'], format: 'uuid' },
          priority: { type: ['string', 'null'], enum: ['low', 'high', null] },
          skills: { type: 'array', maxItems: 5, items: { $ref: '#/components/schemas/SkillNeed' } },
          best: { anyOf: [{ $ref: '#/components/schemas/SkillNeed' }, { type: 'null' }] },
          required_skills: {
            anyOf: [
              { type: 'array', items: { type: 'string', maxLength: 60 } },
              { type: 'array', items: { $ref: '#/components/schemas/SkillNeed' } },
            ],
          },
        },
      },
    });
    expect(parameter(document, 'status')).toMatchObject({ in: 'query', required: false, schema: { type: 'array' } });
  });
});

function parameter(document: OpenAPIObject, name: string): unknown {
  return document.paths['/tasks']?.get?.parameters?.find((each) => 'name' in each && each.name === name);
}
