import { Actor, InvalidInput, NotFound } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Authenticated, Needs } from '#platform/http/needs';
import { ApiPage, IdParam } from '#platform/http/pages';
import { DeleteTimeEntry, EditTimeEntry, LogTime, StopTimer } from '../application/track-time.ts';
import { hoursBetween, type TimeSpent } from '../domain/time-entry.ts';
import { EditTimeEntryBody, LogTimeBody, TimeEntryListQuery, TimeEntryView } from './time-entry.dto.ts';
import { TimeEntryReads } from './time-entry-reads.ts';

@ApiTags('Time')
@Controller('api/v1')
export class TimeEntriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: TimeEntryReads,
  ) {}

  @Get('time-entries')
  @ApiOperation({ summary: 'Time spent on the tasks that the caller may see' })
  @Needs('view_tasks')
  @ApiPage(TimeEntryView)
  listTimeEntries(@CurrentActor() actor: Actor, @Query() query: TimeEntryListQuery) {
    return this.reads.list(actor, query);
  }

  @Get('tasks/:id/time-entries')
  @ApiOperation({ summary: 'Time spent on one task' })
  @Needs('view_tasks')
  @ApiPage(TimeEntryView)
  listTaskTimeEntries(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: TimeEntryListQuery) {
    return this.reads.list(actor, { ...query, task_id: id });
  }

  @Post('tasks/:id/time-entries')
  @ApiOperation({ summary: 'Books time on a task' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiCreatedResponse({ type: TimeEntryView })
  async logTime(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: LogTimeBody) {
    return this.reads.one(actor, await this.commands.execute<LogTime, string>(new LogTime(actor, id, spentOf(body))));
  }

  @Post('tasks/:id/timer')
  @ApiOperation({ summary: 'Starts the timer on a task; one runs at a time' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiCreatedResponse({ type: TimeEntryView })
  async startTimer(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    return this.reads.one(actor, await this.commands.execute<LogTime, string>(new LogTime(actor, id)));
  }

  @Get('me/timer')
  @ApiOperation({ summary: 'The running timer' })
  @Authenticated('one’s own timer')
  @ApiOkResponse({ type: TimeEntryView })
  async getTimer(@CurrentActor() actor: Actor) {
    const { data } = await this.reads.list(actor, { user_id: actor.userId, running: true, limit: 1 });
    if (!data[0]) throw new NotFound('running timer', 'of yours');
    return data[0];
  }

  @Post('me/timer/stop')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops the running timer and books its time' })
  @Authenticated('one’s own timer')
  @ApiOkResponse({ type: TimeEntryView })
  async stopTimer(@CurrentActor() actor: Actor) {
    return this.reads.one(actor, await this.commands.execute<StopTimer, string>(new StopTimer(actor)));
  }

  @Patch('time-entries/:id')
  @ApiOperation({ summary: 'Corrects an entry' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: TimeEntryView })
  async editTimeEntry(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditTimeEntryBody,
    @IfMatch() version?: number,
  ) {
    const { started_at, ended_at, hours, note } = body;
    const spent: Partial<TimeSpent> = {
      ...(started_at && { startedAt: Temporal.Instant.from(started_at) }),
      ...(ended_at && { endedAt: Temporal.Instant.from(ended_at) }),
      ...(hours !== undefined && { hours }),
      ...(note !== undefined && { note }),
    };
    await this.commands.execute(new EditTimeEntry(actor, id, spent, version));
    return this.reads.one(actor, id);
  }

  @Delete('time-entries/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes an entry back' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  async deleteTimeEntry(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new DeleteTimeEntry(actor, id));
  }
}

/** Either both ends, or a start and hours. */
function spentOf({ started_at, ended_at, hours, note = '' }: LogTimeBody): TimeSpent {
  const startedAt = Temporal.Instant.from(started_at);
  if (ended_at) {
    const endedAt = Temporal.Instant.from(ended_at);
    return { startedAt, endedAt, hours: hours ?? hoursBetween(startedAt, endedAt), note };
  }
  if (hours === undefined) throw new InvalidInput('/hours', 'required', 'Give the hours, or the end.');
  return { startedAt, endedAt: startedAt.add({ seconds: Math.round(hours * 3600) }), hours, note };
}
