import { Actor } from '#kernel/index';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Authenticated } from '#platform/http/needs';
import { ChangeNotificationPreferences } from '../application/change-notification-preferences.ts';
import { kinds } from '../domain/notification-kinds.ts';
import type { NotificationWishes } from '../domain/notification-preferences.ts';
import { Preferences } from '../domain/notifications.ts';
import { NotificationPreferencesBody, NotificationPreferencesView } from './notification.dto.ts';

@ApiTags('Notifications')
@Authenticated('one’s own preferences')
@Controller('api/v1/me/notification-preferences')
export class NotificationPreferencesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly preferences: Preferences,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How the caller hears of what, and when' })
  @ApiOkResponse({ type: NotificationPreferencesView })
  async getNotificationPreferences(@CurrentActor() actor: Actor): Promise<NotificationPreferencesView> {
    const own = await this.preferences.of(actor.userId);
    return {
      kinds: kinds.map((kind) => ({ kind, ...own.choiceFor(kind) })),
      quiet_hours: own.quietHours,
      digest_hour: own.digestHour,
      time_zone: own.timeZone,
      version: own.version,
    };
  }

  @Put()
  @ApiOperation({ summary: 'Says anew how one wants to hear of what, and when' })
  @ApiOkResponse({ type: NotificationPreferencesView })
  async putNotificationPreferences(
    @CurrentActor() actor: Actor,
    @Body() body: NotificationPreferencesBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new ChangeNotificationPreferences(actor, wishesOf(body), version));
    return this.getNotificationPreferences(actor);
  }
}

function wishesOf(body: NotificationPreferencesBody): NotificationWishes {
  return {
    choices: Object.fromEntries(body.kinds.map(({ kind, ...choice }) => [kind, choice])),
    quietHours: body.quiet_hours,
    digestHour: body.digest_hour,
    timeZone: body.time_zone,
  };
}
