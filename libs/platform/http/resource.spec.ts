import { Body, Controller, Get, HttpCode, Module, Param, Patch, Post, Query } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { type Actor, DomainError, InvalidInput } from '#kernel/index';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CurrentActor } from './actor.ts';
import { BatchAnswer, batchOf, runBatch } from './batch.ts';
import { IfMatch, Stale } from './etag.ts';
import { Text } from './fields.ts';
import { type Answer, IdempotencyInterceptor, IdempotencyKeys, type KeyScope } from './idempotency.ts';
import { accessOf, Authenticated, Needs, Public } from './needs.ts';
import { ApiPage, ApiProblems, IdParam, PageQuery } from './pages.ts';
import { type BodyStream, IncomingStream, StreamedBody } from './streamed-body.ts';
import { signInByName, startHttpTestApp } from './testing/http-test-app.ts';

class TaskBody {
  @Text({ max: 20, min: 1, example: 'Fix login' }) title: string;
}
class TaskBatchBody extends batchOf(TaskBody) {}

const id = '0198f3c2-5d3e-7c41-9f0a-3f6a1f0e8b11';
let stored: string[] = [];

/** Keeps the titles that were stored before, as a database would. */
async function transaction<R>(work: () => Promise<R>): Promise<R> {
  const before = [...stored];
  return work().catch((error: unknown) => {
    stored = before;
    throw error;
  });
}

function store({ title }: TaskBody): { title: string } {
  stored.push(title);
  if (title === 'taken') throw new DomainError('conflict', 'title_taken', 'Taken.');
  if (title === 'early') throw new InvalidInput('/title', 'too_early', 'Too early.');
  if (title === 'bug') throw new TypeError('inner text');
  return { title };
}

@Controller('tasks')
@Needs('view_tasks')
class TasksController {
  @Get() @ApiPage(TaskBody) listTasks(@Query() query: PageQuery) {
    return { data: [], next_cursor: null, query };
  }

  @Get('mine') @Authenticated('Everyone may see their own') listMyTasks(@CurrentActor() actor: Actor) {
    return { user_id: actor.userId };
  }

  @Get(':id') getTask(@Param() { id: asked }: IdParam) {
    return { id: asked, version: 7 };
  }

  @Patch(':id')
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiProblems({ 409: ['already_completed'] })
  editTask(@Param() _: IdParam, @Body() body: TaskBody, @IfMatch() version?: number) {
    if (version !== undefined && version !== 7) throw new Stale(7);
    return { ...body, version: 8 };
  }

  @Post() @ApiCreatedResponse({ type: TaskBody }) createTask(@Body() body: TaskBody) {
    return store(body);
  }

  @Post('batch') @HttpCode(200) @ApiOkResponse({ type: BatchAnswer }) createTasks(@Body() body: TaskBatchBody) {
    return runBatch(body, {
      item: TaskBody,
      status: 201,
      transaction,
      work: (item) => Promise.resolve(store(item)),
    });
  }

  @Post('imports')
  @HttpCode(200)
  @StreamedBody(['text/csv'], { maxMiB: 2 })
  async importTasks(@IncomingStream() { stream, mediaType }: BodyStream) {
    let bytes = 0;
    for await (const chunk of stream) bytes += (chunk as Buffer).length;
    return { bytes, mediaType };
  }
}

class KeysInMemory extends IdempotencyKeys {
  private readonly kept = new Map<string, Answer & { bodyHash: string }>();

  async once(scope: KeyScope, key: string, bodyHash: string, work: () => Promise<Answer>) {
    const name = JSON.stringify([scope, key]);
    const known = this.kept.get(name);
    if (known && known.bodyHash !== bodyHash) throw new InvalidInput('', 'idempotency_key_reused', 'Another body.');
    if (known) return { ...known, replayed: true };
    const answer = await work();
    this.kept.set(name, { ...answer, bodyHash });
    return { ...answer, replayed: false };
  }
}

@Module({
  controllers: [TasksController],
  providers: [
    { provide: IdempotencyKeys, useClass: KeysInMemory },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
class TestModule {}

let app: NestFastifyApplication;
beforeEach(async () => {
  stored = [];
  app = await startHttpTestApp(TestModule, { before: signInByName });
});
afterEach(() => app.close());

const headers = { authorization: 'Bearer ann' };
const post = (url: string, payload: object, more: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url, payload, headers: { ...headers, ...more } });

describe('A route', () => {
  it('says who may call it, the method before the class', () => {
    const { prototype } = TasksController;
    const of = (method: object) => accessOf(method, TasksController);
    expect(of(prototype.getTask)).toEqual({ kind: 'needs', permissions: ['view_tasks'] });
    expect(of(prototype.editTask)).toEqual({ kind: 'needs', permissions: ['edit_own_tasks', 'edit_all_tasks'] });
    expect(of(prototype.listMyTasks)).toEqual({ kind: 'authenticated', reason: 'Everyone may see their own' });
    class Open {
      @Public() get() {}
      undeclared() {}
    }
    expect(accessOf(Open.prototype.get, Open)).toEqual({ kind: 'public' });
    expect(accessOf(Open.prototype.undeclared, Open)).toBeUndefined();
  });

  it('hands over the actor, or answers 401', async () => {
    expect((await app.inject({ url: '/tasks/mine', headers })).json()).toEqual({ user_id: 'ann' });
    expect((await app.inject('/tasks/mine')).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('points at a bad id of the path, and reads a good one in lower case', async () => {
    const refused = await app.inject('/tasks/nonsense');
    expect(refused.json()).toMatchObject({ status: 400, errors: [{ pointer: '{id}', code: 'not_an_id' }] });
    expect((await app.inject(`/tasks/${id.toUpperCase()}`)).json()).toMatchObject({ id });
  });

  it('reads the conventions of lists', async () => {
    const answer = await app.inject('/tasks?limit=200&count=exact&order_by=-due_date,key&fields=id,title');
    expect(answer.json()).toMatchObject({ query: { limit: 200, count: 'exact', order_by: '-due_date,key' } });
    for (const query of ['limit=201', 'limit=0', 'count=yes', 'offset=-1', 'page=2']) {
      expect((await app.inject(`/tasks?${query}`)).statusCode).toBe(400);
    }
  });
});

describe('A version', () => {
  it('becomes the ETag, and 304 for whoever has it', async () => {
    const first = await app.inject(`/tasks/${id}`);
    expect(first.headers['etag']).toBe('"v7"');
    const ask = (tag: string, query = '') =>
      app.inject({ url: `/tasks/${id}${query}`, headers: { 'if-none-match': tag } });
    for (const tag of ['"v7"', 'W/"v7"', '"v1", "v7"', '*']) {
      const again = await ask(tag);
      expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', '"v7"']);
    }
    expect((await ask('"v6"')).statusCode).toBe(200);
    expect((await ask('"v7"', '?expand=comments')).statusCode).toBe(200);
  });

  it('guards against overwriting what one has not read', async () => {
    const edit = (tag?: string) =>
      app.inject({
        method: 'PATCH',
        url: `/tasks/${id}`,
        payload: { title: 'x' },
        headers: tag ? { 'if-match': tag } : {},
      });
    for (const tag of [undefined, '*', '"v7"']) expect((await edit(tag)).headers['etag']).toBe('"v8"');
    expect((await edit('"v6"')).json()).toMatchObject({ status: 412, code: 'version_stale', current_version: 7 });
    for (const tag of ['7', 'v7', '"v7", "v8"', '']) {
      expect((await edit(tag || ' ')).json()).toMatchObject({ status: 400, code: 'malformed_etag' });
    }
  });
});

describe('An Idempotency-Key', () => {
  const key = { 'idempotency-key': 'order-1' };

  it('gets the same answer again without the work', async () => {
    const first = await post('/tasks', { title: 'a' }, key);
    const second = await post('/tasks', { title: 'a' }, key);
    expect([first.statusCode, first.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect([second.statusCode, second.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(second.json()).toEqual(first.json());
    expect(stored).toEqual(['a']);
  });

  it('belongs to one person and one body', async () => {
    await post('/tasks', { title: 'a' }, key);
    expect((await post('/tasks', { title: 'b' }, key)).json()).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
    expect((await post('/tasks', { title: 'b' }, { ...key, authorization: 'Bearer bob' })).statusCode).toBe(201);
  });

  it('keeps no answer of a request that failed', async () => {
    expect((await post('/tasks', { title: 'taken' }, key)).statusCode).toBe(409);
    expect((await post('/tasks', { title: 'free' }, key)).statusCode).toBe(201);
  });

  it.each(['x'.repeat(256), 'a b', 'é'])('must be short and printable: %s', async (bad) => {
    const answer = await post('/tasks', { title: 'a' }, { 'idempotency-key': bad });
    expect(answer.json()).toMatchObject({ status: 400, code: 'malformed_idempotency_key' });
  });
});

describe('A batch', () => {
  const items = ['a', 'taken', '', 'bug', 'b'].map((title) => ({ title }));

  it('answers for each item by itself', async () => {
    const answer = await post('/tasks/batch', { items });
    expect(answer.statusCode).toBe(200);
    const { results } = answer.json<BatchAnswer>();
    expect(results.map(({ index, status, problem }) => [index, status, problem?.code])).toEqual([
      [0, 201, undefined],
      [1, 409, 'title_taken'],
      [2, 400, 'malformed_input'],
      [3, 500, 'internal_error'],
      [4, 201, undefined],
    ]);
    expect(results[0]?.body).toEqual({ title: 'a' });
    expect(answer.body).not.toContain('inner text');
    expect(stored).toEqual(['a', 'b']);
  });

  it.each([
    ['taken', 409, '/items/1'],
    ['early', 422, '/items/1/title'],
    ['', 400, '/items/1/title'],
  ])('that is atomic stores nothing when one item is %p', async (title, status, pointer) => {
    const answer = await post('/tasks/batch', { items: [{ title: 'a' }, { title }, { title: 'b' }], atomic: true });
    expect(answer.json()).toMatchObject({ status, index: 1, errors: [{ pointer }] });
    expect(stored).toEqual([]);
  });

  it.each([[[]], [Array(201).fill({ title: 'a' })], [undefined]])('needs 1 to 200 items', async (wrong) => {
    expect((await post('/tasks/batch', { items: wrong })).statusCode).toBe(400);
  });
});

describe('A streamed body', () => {
  const send = (url: string, payload: Buffer, type = 'text/csv; charset=utf-8') =>
    app.inject({ method: 'POST', url, payload, headers: { ...headers, 'content-type': type } });

  it('may be longer than other bodies, up to its own limit', async () => {
    expect((await send('/tasks/imports', Buffer.alloc(1_500_000, 'a'))).json()).toEqual({
      bytes: 1_500_000,
      mediaType: 'text/csv',
    });
    expect((await send('/tasks/imports', Buffer.alloc(2_200_000, 'a'))).statusCode).toBe(413);
  });

  it('is only taken where it is declared', async () => {
    expect((await send('/tasks', Buffer.from('title'))).statusCode).toBe(415);
    expect((await send('/tasks/imports', Buffer.from('{}'), 'application/json')).statusCode).toBe(415);
  });
});
