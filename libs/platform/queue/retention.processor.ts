import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { Retention } from './retention.ts';

/** The queue of what the house does for itself. */
export const UPKEEP = 'upkeep';

/** Cleans up once an hour, in one process of all. */
@Processor(UPKEEP)
export class RetentionProcessor extends WorkerHost {
  private readonly log = new Logger(RetentionProcessor.name);

  constructor(private readonly retention: Retention) {
    super();
  }

  async process(): Promise<{ events: number; keys: number }> {
    const [events, keys] = [await this.retention.pruneEvents(), await this.retention.forgetKeys()];
    if (events + keys > 0) this.log.log(`removed ${events} events and ${keys} idempotency keys`);
    return { events, keys };
  }
}
