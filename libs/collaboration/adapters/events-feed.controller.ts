import { Actor } from '#kernel/index';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated } from '#platform/http/needs';
import { EventsFeedQuery, EventsFeedView } from './activity.dto.ts';
import { EventsFeed } from './events-feed.ts';

@ApiTags('Activity')
@Controller('api/v1/events')
export class EventsFeedController {
  constructor(private readonly feed: EventsFeed) {}

  @Get()
  @ApiOperation({
    summary: 'All events that the caller may see, in order; ask again with `next_after` to follow the log',
    description: 'Events are kept for 30 days; a position that is older is answered with the code `position_too_old`.',
  })
  @Authenticated('each event is checked for its reader')
  @ApiOkResponse({ type: EventsFeedView })
  readEvents(@CurrentActor() actor: Actor, @Query() query: EventsFeedQuery) {
    return this.feed.read(actor, query);
  }
}
