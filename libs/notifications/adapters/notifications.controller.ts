import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated } from '#platform/http/needs';
import { ApiPage, IdParam, ShowQuery } from '#platform/http/pages';
import { DeleteNotification, MarkNotifications } from '../application/mark-notifications.ts';
import {
  MarkedView,
  MarkNotificationBody,
  MarkNotificationsBody,
  NotificationListQuery,
  NotificationView,
  UnreadCountView,
} from './notification.dto.ts';
import { NotificationReads } from './notification-reads.ts';

@ApiTags('Notifications')
@Authenticated('one’s own notifications')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: NotificationReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What the caller has been told, the latest first' })
  @ApiPage(NotificationView)
  listNotifications(@CurrentActor() actor: Actor, @Query() query: NotificationListQuery) {
    return this.reads.list(actor, query);
  }

  @Get('unread-count')
  @ApiOperation({ summary: 'How many notifications are unread' })
  @ApiOkResponse({ type: UnreadCountView })
  async countUnreadNotifications(@CurrentActor() actor: Actor) {
    return { unread: await this.reads.unread(actor) };
  }

  @Post('read')
  @HttpCode(200)
  @ApiOperation({ summary: 'Marks several notifications, or all, as read' })
  @ApiOkResponse({ type: MarkedView })
  async markNotifications(@CurrentActor() actor: Actor, @Body() { ids, is_read = true }: MarkNotificationsBody) {
    const changed = await this.mark(actor, ids ? { ids } : 'all', is_read);
    return { changed, unread: await this.reads.unread(actor) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One notification' })
  @ApiOkResponse({ type: NotificationView })
  getNotification(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Marks one notification as read or unread' })
  @ApiOkResponse({ type: NotificationView })
  async markNotification(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { is_read }: MarkNotificationBody,
  ) {
    await this.mark(actor, { ids: [id] }, is_read);
    return this.reads.one(actor, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a notification away' })
  async deleteNotification(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new DeleteNotification(actor, id));
  }

  private mark(actor: Actor, which: MarkNotifications['which'], read: boolean): Promise<number> {
    return this.commands.execute<MarkNotifications, number>(new MarkNotifications(actor, which, read));
  }
}
