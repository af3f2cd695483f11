import { BullModule } from '@nestjs/bullmq';
import type { DynamicModule } from '@nestjs/common';
import { LoggedQueue, LoggedWorker } from './logged-queue.ts';

// Modules ask for their queues while they are being declared: earlier than anything could be configured.
BullModule.queueClass = LoggedQueue;
BullModule.workerClass = LoggedWorker;

/** What a module imports to put jobs into a queue: `@InjectQueue(name)`. */
export const registerQueue = (name: string): DynamicModule => BullModule.registerQueue({ name });
