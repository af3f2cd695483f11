import { Controller, Get, Injectable, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startHttpTestApp } from '#platform/http/testing/http-test-app';
import { Readiness } from './readiness.ts';
import { TelemetryModule } from './telemetry.module.ts';

@Injectable()
class Database {
  static down = false;
  ping(): Promise<void> {
    return Database.down ? Promise.reject(new Error('password=secret')) : Promise.resolve();
  }
}
@Module({ providers: [Database], exports: [Database] })
class DatabaseModule {}

@Controller('tasks')
class TasksController {
  @Get(':id') get() {
    return {};
  }
}

@Module({
  imports: [
    TelemetryModule.register({
      imports: [DatabaseModule],
      inject: [Database],
      checks: (database: Database) => ({ database: () => database.ping() }),
    }),
  ],
  controllers: [TasksController],
})
class TestModule {}

describe('Telemetry', () => {
  let app: NestFastifyApplication;
  afterEach(() => app.close());

  it('tells whether the process lives and can work', async () => {
    app = await startHttpTestApp(TestModule);
    expect((await app.inject('/health')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/ready')).json()).toEqual({ ready: true, checks: { database: 'ok' } });
    Database.down = true;
    const answer = await app.inject('/ready');
    Database.down = false;
    expect([answer.statusCode, answer.json()]).toEqual([503, { ready: false, checks: { database: 'failed' } }]);
  });

  it('times answers by route, not by address, and limits nobody here', async () => {
    app = await startHttpTestApp(TestModule, { rateLimitPerMinute: 3 });
    for (const url of ['/tasks/1', '/tasks/2', '/no/such/place', '/health', '/ready', '/health']) await app.inject(url);
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toMatch('text/plain');
    expect(answer.body).toContain(
      'http_request_duration_seconds_count{method="GET",route="/tasks/:id",status="200"} 2',
    );
    expect(answer.body).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
    expect(answer.body).not.toContain('/tasks/1');
    expect(answer.headers['ratelimit-limit']).toBeUndefined();
  });
});

describe('A readiness check', () => {
  it('that never ends has failed', async () => {
    const readiness = new Readiness({ slow: () => new Promise(() => undefined), quick: () => Promise.resolve() });
    expect(await readiness.examine(20)).toEqual({ ready: false, checks: { slow: 'failed', quick: 'ok' } });
  });
});
