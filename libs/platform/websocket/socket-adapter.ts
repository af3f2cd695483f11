import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter as createPostgresAdapter } from '@socket.io/postgres-adapter';
import { createAdapter as createRedisAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';
import { createPool } from '#platform/postgres/pool';

/** What the sockets need to know of the configuration. */
export interface SocketConfig {
  corsAllowedOrigins: readonly string[];
  redisUrl?: string;
  systemUrl: string;
}

const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * Socket.IO with an origin check, small messages, and rooms that span all processes: over Redis streams where there is
 * Redis, over PostgreSQL otherwise.
 */
export class SocketAdapter extends IoAdapter {
  private readonly close_: (() => Promise<unknown>)[] = [];

  constructor(
    app: INestApplicationContext,
    private readonly config: SocketConfig,
  ) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      maxHttpBufferSize: MAX_MESSAGE_BYTES,
      connectTimeout: 10_000,
      cors: { origin: [...this.config.corsAllowedOrigins] },
      allowRequest: (request: IncomingMessage, answer: (error: string | null, ok: boolean) => void) =>
        answer(null, this.allows(request.headers.origin)),
    } as unknown as ServerOptions) as Server;
    server.adapter(this.config.redisUrl ? this.overRedis(this.config.redisUrl) : this.overPostgres());
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await Promise.all(this.close_.map((close) => close()));
  }

  /** Browsers send their origin and must be on the list; other clients send none. */
  private allows(origin: string | undefined): boolean {
    return origin === undefined || this.config.corsAllowedOrigins.includes(origin);
  }

  private overRedis(url: string) {
    const redis = new Redis(url);
    this.close_.push(() => redis.quit().catch(() => redis.disconnect()));
    return createRedisAdapter(redis, { streamName: 'muster.sockets', maxLen: 10_000 });
  }

  private overPostgres() {
    const pool = createPool(this.config.systemUrl, { max: 2, name: 'muster-sockets' });
    this.close_.push(() => pool.end());
    return createPostgresAdapter(pool, {
      tableName: 'socket_attachments',
      channelPrefix: 'muster_sockets',
      errorHandler: () => undefined,
    });
  }
}
