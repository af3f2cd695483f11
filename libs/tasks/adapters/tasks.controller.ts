import { Actor } from '#kernel/index';
import { RequiredSkills } from '#learning/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, ShowQuery } from '#platform/http/pages';
import { ChangeStatus } from '../application/change-status.ts';
import { CreateTask } from '../application/create-task.ts';
import { DeleteTask } from '../application/delete-task.ts';
import { EditTask } from '../application/edit-task.ts';
import { SetAssignees } from '../application/set-assignees.ts';
import { AllTasksQuery, ChangeStatusBody, CreateTaskBody, EditTaskBody, TaskBody, TaskListQuery } from './task.dto.ts';
import { detailsOf } from './task-input.ts';
import { TaskReads } from './task-reads.ts';

@ApiTags('Tasks')
@Controller('api/v1')
export class TasksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: TaskReads,
    private readonly skills: RequiredSkills,
  ) {}

  @Get('tasks')
  @ApiOperation({ summary: 'Tasks of all projects that the caller may see' })
  @Needs('view_tasks')
  @ApiPage(TaskBody)
  listTasks(@CurrentActor() actor: Actor, @Query() query: AllTasksQuery) {
    return this.reads.list(actor, query);
  }

  @Get('projects/:id/tasks')
  @ApiOperation({ summary: 'Tasks of one project' })
  @Needs('view_tasks')
  @ApiPage(TaskBody)
  listProjectTasks(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: TaskListQuery) {
    return this.reads.list(actor, { ...query, project_id: id });
  }

  @Post('projects/:id/tasks')
  @ApiOperation({ summary: 'Puts a task into a project' })
  @Needs('create_tasks')
  @ApiCreatedResponse({ type: TaskBody })
  async createTask(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: CreateTaskBody) {
    const details = { ...(await this.details(actor, body)), title: body.title };
    const { status, assignee_ids, external_source, external_id } = body;
    const external = external_source && external_id ? { source: external_source, id: external_id } : undefined;
    const more = { status, assigneeIds: assignee_ids, external };
    const taskId = await this.commands.execute<CreateTask, string>(new CreateTask(actor, id, details, more));
    return this.reads.one(actor, taskId);
  }

  @Get('tasks/:id/children')
  @ApiOperation({ summary: 'The tasks right below a task' })
  @Needs('view_tasks')
  @ApiPage(TaskBody)
  async listChildren(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: TaskListQuery) {
    await this.reads.one(actor, id, { fields: 'id' });
    return this.reads.list(actor, { ...query, parent_id: id });
  }

  @Get('tasks/:id')
  @ApiOperation({ summary: 'One task' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: TaskBody })
  getTask(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch('tasks/:id')
  @ApiOperation({ summary: 'Changes the fields that the body names; edits of other fields survive' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: TaskBody })
  async editTask(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditTaskBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditTask(actor, id, await this.details(actor, body), version));
    if (body.assignee_ids) await this.commands.execute(new SetAssignees(actor, id, body.assignee_ids));
    return this.reads.one(actor, id);
  }

  @Patch('tasks/:id/status')
  @ApiOperation({ summary: "Moves a task to another status of its project's workflow" })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: TaskBody })
  async changeStatus(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { status }: ChangeStatusBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new ChangeStatus(actor, id, status, version));
    return this.reads.one(actor, id);
  }

  @Delete('tasks/:id')
  @ApiOperation({ summary: 'Deletes a task for good; the audit log remembers' })
  @HttpCode(204)
  @Needs('delete_tasks')
  async deleteTask(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteTask(actor, id, version));
  }

  private async details(actor: Actor, body: EditTaskBody) {
    const skills = body.required_skills && (await this.skills.resolve(body.required_skills));
    return detailsOf(actor, body, skills);
  }
}
