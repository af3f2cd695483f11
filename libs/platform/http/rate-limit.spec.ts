import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { startHttpTestApp } from './testing/http-test-app.ts';

@Controller('tasks')
class TasksController {
  @Get() list() {
    return [];
  }
}

@Module({ controllers: [TasksController] })
class TestModule {}

type Reply = (error: Error | null, counted?: [current: number, ttl: number]) => void;

/** The two commands that the limiter teaches a Redis client, over a map. */
class FakeRedis {
  readonly counts = new Map<string, number>();
  lost = false;

  defineCommand(): void {}

  rateLimit(key: string, window: number, _max: number, _continue: boolean, _backoff: boolean, reply: Reply): void {
    if (this.lost) return reply(new Error('Connection is closed.'));
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    reply(null, [this.counts.get(key)!, window]);
  }

  rateLimitRead(key: string, reply: Reply): void {
    reply(null, [this.counts.get(key) ?? 0, 1]);
  }
}

describe('Rate limits kept in Redis', () => {
  const redis = new FakeRedis();
  const apps: NestFastifyApplication[] = [];
  const start = async () => {
    const app = await startHttpTestApp(TestModule, { rateLimitPerMinute: 2, redis: redis as unknown as Redis });
    apps.push(app);
    return (token: string) => app.inject({ url: '/tasks', headers: { authorization: `Bearer ${token}` } });
  };
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    redis.counts.clear();
    redis.lost = false;
  });

  it('hold across processes', async () => {
    const [one, other] = [await start(), await start()];
    expect([(await one('a')).statusCode, (await other('a')).statusCode]).toEqual([200, 200]);
    expect([(await one('a')).statusCode, (await other('a')).statusCode]).toEqual([429, 429]);
  });

  it('never show a token to Redis', async () => {
    await (
      await start()
    )('very-secret');
    expect([...redis.counts.keys()].join()).toMatch(/^muster:rate:.*token:/);
    expect([...redis.counts.keys()].join()).not.toContain('very-secret');
  });

  it('give way when Redis is lost', async () => {
    const ask = await start();
    redis.lost = true;
    for (let n = 0; n < 5; n += 1) expect((await ask('a')).statusCode).toBe(200);
  });
});
