import { Actor, NotFound } from '#kernel/index';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { MoveTask } from '../application/move-task.ts';
import { BoardBody, BoardQuery, MoveTaskBody } from './board.dto.ts';
import { BoardReads } from './board-reads.ts';
import { TaskBody } from './task.dto.ts';
import { TaskReads } from './task-reads.ts';

@ApiTags('Boards')
@Controller('api/v1')
export class BoardController {
  constructor(
    private readonly commands: CommandBus,
    private readonly boards: BoardReads,
    private readonly tasks: TaskReads,
  ) {}

  @Get('projects/:id/board')
  @ApiOperation({
    summary: 'The columns of a project with the first tasks of each; more by its `tasks?status=…&order_by=rank`',
  })
  @Needs('view_tasks')
  @ApiOkResponse({ type: BoardBody })
  async getBoard(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: BoardQuery) {
    const columns = await this.boards.columns(actor, id, query);
    if (columns.length === 0) throw new NotFound('project', id);
    return { project_id: id, columns };
  }

  @Post('tasks/:id/move')
  @HttpCode(200)
  @ApiOperation({ summary: 'Drags a task to a column and a place in it; refused where the WIP limit is reached' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: TaskBody })
  async moveTask(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { status, after_id, before_id }: MoveTaskBody,
    @IfMatch() version?: number,
  ) {
    const wish = { afterId: after_id, beforeId: before_id };
    await this.commands.execute(new MoveTask(actor, id, status, wish, version));
    return this.tasks.one(actor, id);
  }
}
