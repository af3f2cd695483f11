import { AccessModule } from '#access/access.module';
import { Module } from '@nestjs/common';
import { LiveDelivery } from './adapters/live-delivery.ts';
import { LiveGateway } from './adapters/live.gateway.ts';
import { Presence } from './adapters/presence.ts';

/** Wires the live side: sockets and presence. */
@Module({
  imports: [AccessModule],
  providers: [LiveGateway, LiveDelivery, Presence],
})
export class CollaborationModule {}
