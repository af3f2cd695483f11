import { BullRegistrar } from '@nestjs/bullmq';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/** Starts the processors of all contexts; only a worker has one. */
@Injectable()
export class QueueRunner implements OnApplicationBootstrap {
  constructor(private readonly registrar: BullRegistrar) {}

  onApplicationBootstrap(): void {
    this.registrar.register();
  }
}
