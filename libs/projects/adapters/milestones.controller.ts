import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, ShowQuery } from '#platform/http/pages';
import { CreateMilestone, DeleteMilestone, EditMilestone } from '../application/keep-milestones.ts';
import type { MilestoneDetails } from '../domain/milestone.ts';
import { CreateMilestoneBody, EditMilestoneBody, MilestoneBody, MilestoneListQuery } from './milestone.dto.ts';
import { MilestoneReads } from './milestone-reads.ts';

@ApiTags('Milestones')
@Controller('api/v1')
export class MilestonesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MilestoneReads,
  ) {}

  @Get('milestones')
  @ApiOperation({ summary: 'Milestones of all projects that the caller may see' })
  @Needs('view_project')
  @ApiPage(MilestoneBody)
  listMilestones(@CurrentActor() actor: Actor, @Query() query: MilestoneListQuery) {
    return this.reads.list(actor, query);
  }

  @Get('projects/:id/milestones')
  @ApiOperation({ summary: 'Milestones of a project' })
  @Needs('view_project')
  @ApiPage(MilestoneBody)
  listProjectMilestones(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: MilestoneListQuery) {
    return this.reads.list(actor, { ...query, project_id: id });
  }

  @Post('projects/:id/milestones')
  @ApiOperation({ summary: 'Sets a milestone' })
  @Needs('edit_project')
  @ApiCreatedResponse({ type: MilestoneBody })
  async createMilestone(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: CreateMilestoneBody) {
    const command = new CreateMilestone(actor, id, { ...detailsOf(body), title: body.title });
    return this.reads.one(actor, await this.commands.execute<CreateMilestone, string>(command));
  }

  @Get('milestones/:id')
  @ApiOperation({ summary: 'One milestone' })
  @Needs('view_project')
  @ApiOkResponse({ type: MilestoneBody })
  getMilestone(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch('milestones/:id')
  @ApiOperation({ summary: 'Changes a milestone, or says that it is reached' })
  @Needs('edit_project')
  @ApiOkResponse({ type: MilestoneBody })
  async editMilestone(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditMilestoneBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditMilestone(actor, id, detailsOf(body), body.is_completed, version));
    return this.reads.one(actor, id);
  }

  @Delete('milestones/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Gives a milestone up; its tasks stay' })
  @Needs('edit_project')
  async deleteMilestone(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteMilestone(actor, id, version));
  }
}

function detailsOf(body: EditMilestoneBody): Partial<MilestoneDetails> {
  const details: Partial<MilestoneDetails> = {
    title: body.title,
    description: body.description,
    startDate: body.start_date,
    dueDate: body.due_date,
    expectedHours: body.expected_hours,
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
