import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type ConnectionOptions, createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { QUEUE_SCHEMA } from './prepare-queue.ts';

/** Where the queue lives: in Redis where there is one, else in PostgreSQL. */
export interface QueuePlace {
  systemUrl: string;
  redisUrl?: string;
}

/** Connects the queues of all contexts. Processors stand by until `QueueRunner` starts them. */
@Global()
@Module({})
export class QueueModule {
  static forRoot({ systemUrl, redisUrl }: QueuePlace): DynamicModule {
    setDefaultBackendFactory(redisUrl ? undefined : createPostgresBackend);
    const connection = redisUrl ? { url: redisUrl } : { connectionString: systemUrl, schema: QUEUE_SCHEMA, max: 3 };
    const bull = BullModule.forRoot({
      connection: connection as ConnectionOptions,
      extraOptions: { manualRegistration: true },
      defaultJobOptions: {
        // Every two seconds at first, then ever more rarely, for a day and a half.
        attempts: 16,
        backoff: { type: 'exponential', delay: 2_000, jitter: 0.2 },
        removeOnComplete: { age: 24 * 3600, count: 10_000 },
        removeOnFail: { age: 14 * 24 * 3600 },
      },
    });
    return { module: QueueModule, imports: [bull], exports: [bull] };
  }
}
