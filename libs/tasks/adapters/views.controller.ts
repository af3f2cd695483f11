import { Actor, InvalidInput } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, PageQuery, ShowQuery } from '#platform/http/pages';
import { CreateView, DeleteView, EditView } from '../application/keep-views.ts';
import type { ViewDetails } from '../domain/view.ts';
import { taskListing } from './task-listing.ts';
import { TaskBody } from './task.dto.ts';
import { CreateViewBody, EditViewBody, ViewBody, ViewListQuery } from './view.dto.ts';
import { ViewReads } from './view-reads.ts';

@ApiTags('Views')
@Controller('api/v1')
export class ViewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: ViewReads,
  ) {}

  @Get('projects/:id/views')
  @ApiOperation({ summary: 'Shared views of a project, and the caller’s own' })
  @Needs('view_tasks')
  @ApiPage(ViewBody)
  listViews(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ViewListQuery) {
    return this.reads.list(actor, id, query);
  }

  @Post('projects/:id/views')
  @ApiOperation({ summary: 'Saves a view; a shared one needs edit_project' })
  @Needs('view_tasks')
  @ApiCreatedResponse({ type: ViewBody })
  async createView(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: CreateViewBody) {
    const details = { ...detailsOf(actor, body), name: body.name, kind: body.kind };
    return this.reads.one(actor, await this.commands.execute<CreateView, string>(new CreateView(actor, id, details)));
  }

  @Get('views/:id')
  @ApiOperation({ summary: 'One view' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: ViewBody })
  getView(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Get('views/:id/tasks')
  @ApiOperation({ summary: 'The tasks that a view shows, in its order unless another is asked for' })
  @Needs('view_tasks')
  @ApiPage(TaskBody)
  listViewTasks(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: PageQuery) {
    return this.reads.tasksOf(actor, id, query);
  }

  @Patch('views/:id')
  @ApiOperation({ summary: 'Changes a view; a shared one needs edit_project' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: ViewBody })
  async editView(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditViewBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditView(actor, id, detailsOf(actor, body), version));
    return this.reads.one(actor, id);
  }

  @Delete('views/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Gives a view up; a shared one needs edit_project' })
  @Needs('view_tasks')
  async deleteView(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteView(actor, id, version));
  }
}

function detailsOf(actor: Actor, body: EditViewBody): Partial<ViewDetails> {
  if (body.order_by) checkSortKeys(body.order_by, Object.keys(taskListing(actor).order));
  const details: Partial<ViewDetails> = {
    name: body.name,
    kind: body.kind,
    filter: body.filter && { ...body.filter },
    orderBy: body.order_by,
    swimlane: body.swimlane,
    isShared: body.is_shared,
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}

function checkSortKeys(orderBy: string, known: readonly string[]): void {
  const unknown = orderBy.split(',').find((part) => !known.includes(part.replace(/^-/, '')));
  if (unknown === undefined) return;
  const detail = `"${unknown}" is no sort key of tasks. Use some of: ${known.join(', ')}.`;
  throw new InvalidInput('/order_by', 'unknown_name', detail);
}
