import { Actor } from '#kernel/index';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam } from '#platform/http/pages';
import { ActivityReads } from './activity-reads.ts';
import { ActivityQuery, ActivityView } from './activity.dto.ts';

@ApiTags('Activity')
@Needs('view_project', 'view_tasks')
@Controller('api/v1')
export class ActivityController {
  constructor(private readonly reads: ActivityReads) {}

  @Get('activity')
  @ApiOperation({ summary: 'What has happened in the organization, the latest first' })
  @ApiPage(ActivityView)
  listActivity(@CurrentActor() actor: Actor, @Query() query: ActivityQuery) {
    return this.reads.list(actor, undefined, query);
  }

  @Get('projects/:id/activity')
  @ApiOperation({ summary: 'What has happened in a project, the latest first' })
  @ApiPage(ActivityView)
  listProjectActivity(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ActivityQuery) {
    return this.reads.list(actor, { subject: 'Project', id }, query);
  }

  @Get('tasks/:id/activity')
  @ApiOperation({ summary: 'What has happened to a task, its comments and the time spent on it, the latest first' })
  @ApiPage(ActivityView)
  listTaskActivity(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ActivityQuery) {
    return this.reads.list(actor, { subject: 'Task', id }, query);
  }

  @Get('members/:id/activity')
  @ApiOperation({ summary: 'What a member has done, the latest first' })
  @ApiPage(ActivityView)
  listMemberActivity(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ActivityQuery) {
    return this.reads.list(actor, { subject: 'Member', id }, query);
  }
}
