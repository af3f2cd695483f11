import { Body, Controller, Get, Header, HttpCode, Logger, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError, Forbidden, InvalidInput, NotFound } from '#kernel/index';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Text } from './fields.ts';
import { configureHttp, httpAdapter, nestLog, type HttpConfig } from './http-app.ts';
import type { Problem } from './problem.ts';
import { RateLimit } from './rate-limit.ts';

class NewTask {
  @Text({ max: 50, min: 1 }) title: string;
}

const errors: Record<string, unknown> = {
  malformed: new DomainError('malformed', 'cursor_foreign', 'No.'),
  invalid: new InvalidInput('/due_date', 'in_the_past', 'Must be in the future.', { today: '2026-11-30' }),
  unauthenticated: new DomainError('unauthenticated', 'token_expired', 'Sign in again.'),
  forbidden: new Forbidden('edit', 'Task'),
  missing: new NotFound('task', 'WEB-1'),
  conflict: new DomainError('conflict', 'already_completed', 'Done.'),
  stale: new DomainError('stale', 'version_stale', 'Changed.', { current_version: 7 }),
  unsupported: new DomainError('unsupported', 'media_type', 'No.'),
  limited: new DomainError('limited', 'rate_limited', 'Slow.', { retry_after: 9 }),
  form: Object.assign(new Error('invalid input syntax'), { code: '22P02' }),
  duplicate: Object.assign(new Error('duplicate key'), { code: '23505' }),
  wrapped: new Error('query failed', { cause: Object.assign(new Error('fk'), { code: '23503' }) }),
  deadlock: Object.assign(new Error('deadlock'), { code: '40P01' }),
  bug: new TypeError('the secret of the house'),
  nothing: undefined,
};

@Controller('tasks')
class TasksController {
  @Get() @Header('x-kind', 'list') list() {
    return { data: [] };
  }
  @Post() create(@Body() { title }: NewTask) {
    return { title };
  }
  @Post('complete') @HttpCode(200) complete(@Body() body?: object) {
    return { body: body ?? null };
  }
  @Post('guess') @RateLimit({ max: 2, perMinutes: 15 }) guess() {
    return {};
  }
  @Get('refused') refused() {
    throw errors['unauthenticated'];
  }
}

@Controller('errors')
class ErrorsController {}
for (const name of Object.keys(errors)) {
  const raise = { value: () => Promise.reject(errors[name]), configurable: true };
  Object.defineProperty(ErrorsController.prototype, name, raise);
  Get(name)(ErrorsController.prototype, name, raise);
}

@Module({ controllers: [TasksController, ErrorsController] })
class TestModule {}

describe('The HTTP edge', () => {
  const lines: string[] = [];
  let app: NestFastifyApplication;
  const start = async (over: Partial<HttpConfig> = {}) => {
    lines.length = 0;
    const config = {
      logLevel: 'info',
      logStream: { write: (line: string) => void lines.push(line) },
      corsAllowedOrigins: ['https://app.example'],
      publicUrl: 'http://localhost:3000',
      rateLimitPerMinute: 100,
      ...over,
    };
    const adapter = httpAdapter(config);
    app = await NestFactory.create<NestFastifyApplication>(TestModule, adapter, { logger: nestLog(adapter) });
    await configureHttp(app, config);
    await app.init();
    return app;
  };
  afterEach(() => app.close());

  it.each([
    ['malformed', 400, 'cursor_foreign'],
    ['invalid', 422, 'in_the_past'],
    ['unauthenticated', 401, 'token_expired'],
    ['forbidden', 403, 'permission_missing'],
    ['missing', 404, 'not_found'],
    ['conflict', 409, 'already_completed'],
    ['stale', 412, 'version_stale'],
    ['unsupported', 415, 'media_type'],
    ['limited', 429, 'rate_limited'],
    ['form', 400, 'malformed_value'],
    ['duplicate', 409, 'already_exists'],
    ['wrapped', 422, 'reference_missing'],
    ['deadlock', 503, 'busy'],
    ['bug', 500, 'internal_error'],
    ['nothing', 500, 'internal_error'],
  ])('answers an error of the kind %s with %i and its code', async (name, status, code) => {
    await start();
    const answer = await app.inject({ url: `/errors/${name}`, headers: { 'x-request-id': 'abc-1' } });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    const body = answer.json<Problem>();
    expect(body).toMatchObject({ status, code, instance: `/errors/${name}`, request_id: 'abc-1' });
    expect(body.title).not.toBe('');
    expect(answer.statusCode).toBe(status);
  });

  it('adds the facts and the field errors of a domain error', async () => {
    await start();
    const { today, errors: fields } = (await app.inject('/errors/invalid')).json<Problem>();
    expect({ today, fields }).toEqual({
      today: '2026-11-30',
      fields: [{ pointer: '/due_date', code: 'in_the_past', detail: 'Must be in the future.' }],
    });
    expect((await app.inject('/errors/forbidden')).json<Problem>()['permission']).toBe('edit:Task');
    expect((await app.inject('/errors/limited')).headers['retry-after']).toBe('9');
    expect((await app.inject('/errors/unauthenticated')).headers['www-authenticate']).toBe('Bearer');
  });

  it('keeps what went wrong inside to the log', async () => {
    await start();
    const answer = await app.inject({ url: '/errors/bug', headers: { 'x-request-id': 'abc-2' } });
    expect(answer.body).not.toContain('secret of the house');
    const line = lines.find((each) => each.includes('the secret of the house'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ request_id: 'abc-2', err: { type: 'TypeError' } });
  });

  it.each([
    [
      'malformed JSON',
      { payload: '{"title":', headers: { 'content-type': 'application/json' } },
      400,
      'malformed_json',
    ],
    [
      'a poisoned prototype',
      { payload: '{"__proto__":{}}', headers: { 'content-type': 'application/json' } },
      400,
      'malformed_json',
    ],
    [
      'a form',
      { payload: 'title=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupported_media_type',
    ],
    ['plain text', { payload: 'x', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ['a body of 1 MiB and more', { payload: { title: 'x'.repeat(1024 * 1024) } }, 413, 'too_large'],
    ['no body', {}, 400, 'malformed_input'],
  ])('refuses %s', async (_, request, status, code) => {
    await start();
    const answer = await app.inject({ method: 'POST', url: '/tasks', ...request });
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.statusCode).toBe(status);
  });

  it('takes an empty body whatever its content type says', async () => {
    await start();
    const request = {
      method: 'POST',
      url: '/tasks/complete',
      headers: { 'content-type': 'application/json' },
    } as const;
    expect((await app.inject(request)).json()).toEqual({ body: null });
    expect((await app.inject({ method: 'POST', url: '/tasks/complete' })).statusCode).toBe(200);
  });

  it('knows a wrong address from a wrong method', async () => {
    await start();
    expect((await app.inject('/nowhere')).json()).toMatchObject({ status: 404, code: 'not_found' });
    const wrong = await app.inject({ method: 'DELETE', url: '/tasks/' });
    expect(wrong.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(wrong.headers['allow']).toBe('GET, HEAD, POST');
    expect((await app.inject('/tasks/%')).json()).toMatchObject({ status: 400, code: 'malformed_request' });
  });

  it('accepts a trailing slash', async () => {
    await start();
    expect((await app.inject('/tasks/')).statusCode).toBe(200);
  });

  it('gives each request an id, or keeps a sane one', async () => {
    await start();
    expect((await app.inject('/tasks')).headers['x-request-id']).toMatch(/^[0-9a-f]{8}-/);
    const kept = await app.inject({ url: '/tasks', headers: { 'x-request-id': 'trace-7' } });
    expect(kept.headers['x-request-id']).toBe('trace-7');
    const evil = await app.inject({ url: '/tasks', headers: { 'x-request-id': 'a b"{}' } });
    expect(evil.headers['x-request-id']).toMatch(/^[0-9a-f]{8}-/);
  });

  it('lets only listed origins in', async () => {
    await start();
    const preflight = (origin: string) =>
      app.inject({ method: 'OPTIONS', url: '/tasks', headers: { origin, 'access-control-request-method': 'POST' } });
    expect((await preflight('https://app.example')).headers['access-control-allow-origin']).toBe('https://app.example');
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('sends the headers that keep browsers careful, on errors too', async () => {
    await start({ publicUrl: 'https://muster.example' });
    for (const url of ['/tasks', '/nowhere', '/errors/bug']) {
      const { headers } = await app.inject(url);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'strict-transport-security': expect.stringContaining('max-age'),
        'cache-control': 'private, no-cache',
      });
    }
  });

  it('limits by token and says so on every answer', async () => {
    await start({ rateLimitPerMinute: 2 });
    const ask = (authorization: string, url = '/tasks') => app.inject({ url, headers: { authorization } });
    expect((await ask('Bearer a')).headers).toMatchObject({ 'ratelimit-limit': '2', 'ratelimit-remaining': '1' });
    expect((await ask('Bearer a', '/nowhere')).headers['ratelimit-remaining']).toBe('0');
    const over = await ask('Bearer a');
    expect(over.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect(over.headers['ratelimit-remaining']).toBe('0');
    expect((await ask('Bearer b')).statusCode).toBe(200);
  });

  it('does not sell new buckets for invented tokens', async () => {
    await start({ rateLimitPerMinute: 3 });
    const guesses = [];
    for (let n = 0; n < 6; n += 1) {
      guesses.push((await app.inject({ url: '/tasks/refused', headers: { authorization: `Bearer ${n}` } })).statusCode);
    }
    expect(guesses).toEqual([401, 401, 401, 401, 429, 429]);
  });

  it('limits a marked route by address, whatever the token', async () => {
    await start();
    const guess = (authorization: string) =>
      app.inject({ method: 'POST', url: '/tasks/guess', headers: { authorization } });
    expect((await guess('a')).statusCode).toBe(201);
    expect((await guess('b')).headers['ratelimit-remaining']).toBe('0');
    expect((await guess('c')).statusCode).toBe(429);
    expect((await app.inject('/tasks')).statusCode).toBe(200);
  });

  it('writes one line for each answer, without secrets', async () => {
    await start();
    await app.inject({ url: '/tasks?token=abc', headers: { authorization: 'Bearer secret-token' } });
    const line = lines.find((each) => each.includes('"answered"')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ method: 'GET', route: '/tasks', status: 200 });
    new Logger('Mail').log({ to: 'ann', password: 'hunter2', nested: [{ access_token: 'xyz' }] });
    expect(lines.join()).not.toMatch(/secret-token|abc|hunter2|xyz/);
    expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({
      context: 'Mail',
      data: { to: 'ann', password: '[hidden]' },
    });
  });
});
