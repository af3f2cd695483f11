import { Actor } from '#kernel/index';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiProblems, IdParam } from '#platform/http/pages';
import { CompleteTaskBody, CreateAndAssignBody, CreatedAndAssignedBody, TaskCompletedBody } from './integration.dto.ts';
import { IntegrationFlow } from './integration-flow.ts';

@ApiTags('Integration')
@Controller('api/integration/tasks')
export class IntegrationController {
  constructor(private readonly flow: IntegrationFlow) {}

  @Post('create-and-assign')
  @ApiOperation({ summary: 'Puts a task into a project and gives it to whoever suits best' })
  @Needs('assign_tasks')
  @ApiProblems({ 404: ['not_found'], 409: ['project_archived'] })
  @ApiCreatedResponse({ type: CreatedAndAssignedBody })
  createAndAssign(@CurrentActor() actor: Actor, @Body() body: CreateAndAssignBody) {
    return this.flow.createAndAssign(actor, body);
  }

  @Post(':id/complete')
  @ApiOperation({ summary: 'Finishes a task: skills and performance move, and the next task is queued for the person' })
  @HttpCode(200)
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiProblems({ 409: ['already_completed'] })
  @ApiOkResponse({ type: TaskCompletedBody })
  completeTaskAndQueueNext(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { notes }: CompleteTaskBody,
  ) {
    return this.flow.complete(actor, id, notes);
  }
}
