import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { registerQueue } from './register-queue.ts';
import { Retention } from './retention.ts';
import { RetentionProcessor, UPKEEP } from './retention.processor.ts';

const HOUR_MS = 3_600_000;

/** Puts the hourly job into the queue; that it is there already changes nothing. */
@Injectable()
class RetentionSchedule implements OnApplicationBootstrap {
  constructor(@InjectQueue(UPKEEP) private readonly queue: Queue) {}

  async onApplicationBootstrap(): Promise<void> {
    const job = { name: 'retention', opts: { attempts: 3, removeOnComplete: 24, removeOnFail: 24 } };
    await this.queue.upsertJobScheduler('retention', { every: HOUR_MS }, job);
  }
}

/** Wires the hourly upkeep; only workers need it. */
@Module({
  imports: [registerQueue(UPKEEP)],
  providers: [Retention, RetentionProcessor, RetentionSchedule],
})
export class RetentionModule {}
