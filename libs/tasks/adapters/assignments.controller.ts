import { Actor, InvalidInput } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, PageQuery } from '#platform/http/pages';
import { AssignTask, type AssignmentOutcome } from '../application/assign-task.ts';
import type { RankedCandidate } from '../application/assignment-ranking.ts';
import { PreviewAssignment } from '../application/preview-assignment.ts';
import { UnassignTask } from '../application/unassign-task.ts';
import {
  AssignmentOutcomeBody,
  AssignmentPreviewBody,
  AssignmentRecordBody,
  AssignTaskBody,
  UnassignQuery,
} from './assignment.dto.ts';
import { AssignmentReads } from './assignment-reads.ts';
import { candidatesView, outcomeView } from './assignment-view.ts';
import { TaskReads } from './task-reads.ts';

@ApiTags('Assignments')
@Controller('api/v1/tasks/:id')
export class AssignmentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly reads: AssignmentReads,
    private readonly tasks: TaskReads,
  ) {}

  @Post('assignment/preview')
  @ApiOperation({
    summary: 'Ranks everyone who may work on the project for this task, with every factor; changes nothing',
  })
  @HttpCode(200)
  @Needs('assign_tasks')
  @ApiOkResponse({ type: AssignmentPreviewBody })
  async previewAssignment(@CurrentActor() actor: Actor, @Param() { id }: IdParam): Promise<AssignmentPreviewBody> {
    const query = new PreviewAssignment(actor, id);
    const candidates = await this.queries.execute<PreviewAssignment, RankedCandidate[]>(query);
    return { task_id: id, candidates: candidatesView(candidates) };
  }

  @Post('assignment')
  @ApiOperation({ summary: 'Gives the task to a person, or to whoever suits best' })
  @Needs('assign_tasks', 'edit_own_tasks', 'edit_all_tasks')
  @ApiProblems({ 409: ['task_closed', 'not_suitable'], 422: ['no_candidate', 'user_missing'] })
  @ApiCreatedResponse({ type: AssignmentOutcomeBody })
  async assignTask(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: AssignTaskBody) {
    const { user_id, mode, reason, override, in_addition } = body;
    if (mode === 'manual' && !user_id) throw new InvalidInput('/user_id', 'user_missing', 'Name the person.');
    const userId = mode === 'best_match' ? undefined : user_id;
    const command = new AssignTask(actor, id, { userId, reason, override, inAddition: in_addition });
    return outcomeView(await this.commands.execute<AssignTask, AssignmentOutcome>(command));
  }

  @Delete('assignment')
  @ApiOperation({ summary: 'Takes the task away from one person, or from everyone who has it' })
  @HttpCode(204)
  @Needs('assign_tasks', 'edit_own_tasks', 'edit_all_tasks')
  async unassignTask(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() { user_id }: UnassignQuery) {
    await this.commands.execute(new UnassignTask(actor, id, user_id));
  }

  @Get('assignments')
  @ApiOperation({ summary: 'Who had the task when, and what spoke for it; newest first' })
  @Needs('view_tasks')
  @ApiPage(AssignmentRecordBody)
  async listAssignments(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: PageQuery) {
    await this.tasks.one(actor, id, { fields: 'id' });
    return this.reads.ofTask(actor, id, query);
  }
}
