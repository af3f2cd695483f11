import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './processes.ts';

/** Whether this machine has a Redis to test with. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A real Redis that keeps nothing. */
export class RedisServer {
  private constructor(
    private readonly port: string,
    private child: ChildProcess,
  ) {}

  static async start(): Promise<RedisServer> {
    const port = String(await freePort());
    const server = new RedisServer(port, launch(port));
    await server.ready();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Kills it, and starts it again with nothing in it. */
  async loseAll(): Promise<void> {
    await this.stop();
    this.child = launch(this.port);
    await this.ready();
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Runs one command. */
  async ask<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { lazyConnect: true, retryStrategy: null });
    redis.on('error', () => undefined);
    try {
      return await command(redis);
    } finally {
      redis.disconnect();
    }
  }

  private async ready(): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      if (await this.ask((redis) => redis.ping()).catch(() => undefined)) return;
      await sleep(25);
    }
    throw new Error('Redis did not start.');
  }
}

const launch = (port: string) =>
  spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
