import { AccessModule } from '#access/access.module';
import { Module } from '@nestjs/common';
import { ActivityReads } from './adapters/activity-reads.ts';
import { ActivityController } from './adapters/activity.controller.ts';
import { EventsFeedController } from './adapters/events-feed.controller.ts';
import { EventsFeed } from './adapters/events-feed.ts';
import { LiveDelivery } from './adapters/live-delivery.ts';
import { LiveGateway } from './adapters/live.gateway.ts';
import { Presence } from './adapters/presence.ts';

/** Wires the live side: sockets, presence, and the log as people and programs read it. */
@Module({
  imports: [AccessModule],
  controllers: [ActivityController, EventsFeedController],
  providers: [ActivityReads, EventsFeed, LiveGateway, LiveDelivery, Presence],
})
export class CollaborationModule {}
