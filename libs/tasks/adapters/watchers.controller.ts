import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sql } from 'kysely';
import { CurrentActor } from '#platform/http/actor';
import { Id, Text } from '#platform/http/fields';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { Database } from '#platform/postgres/database';
import { WatchTask } from '../application/watch-task.ts';
import { TaskReads } from './task-reads.ts';

class WatchBody {
  @Id({ optional: true, description: 'Who shall watch; oneself by default' })
  user_id?: string;
}

class WatcherView {
  @Id()
  user_id: string;

  @Text({ example: 'Ada Lovelace' })
  name: string;
}

class WatcherParam extends IdParam {
  @Id()
  user_id: string;
}

@ApiTags('Tasks')
@Controller('api/v1/tasks/:id/watchers')
export class WatchersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly database: Database,
    private readonly reads: TaskReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who hears of every change of a task' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: [WatcherView] })
  async listWatchers(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.reads.one(actor, id, { fields: 'id' });
    return this.database.rows(sql`
      select m.user_id, m.name from task_watchers w
      join members m on m.organization_id = w.organization_id and m.user_id = w.user_id
      where w.organization_id = ${actor.organizationId} and w.task_id = ${id} order by m.name, m.user_id`);
  }

  @Post()
  @ApiOperation({ summary: 'Watches a task, or lets somebody else watch it' })
  @Needs('view_tasks')
  @ApiCreatedResponse({ type: [WatcherView] })
  async addWatcher(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() { user_id }: WatchBody) {
    await this.commands.execute(new WatchTask(actor, id, user_id ?? actor.userId, true));
    return this.listWatchers(actor, { id });
  }

  @Delete(':user_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Stops watching' })
  @Needs('view_tasks')
  async removeWatcher(@CurrentActor() actor: Actor, @Param() { id, user_id }: WatcherParam) {
    await this.commands.execute(new WatchTask(actor, id, user_id, false));
  }
}
