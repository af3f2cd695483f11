import { Actor } from '#kernel/index';
import { RequiredSkills } from '#learning/index';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { type Batch, BatchAnswer, batchOf, runBatch } from '#platform/http/batch';
import { Id, Integer, Text } from '#platform/http/fields';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { OwnTransactions } from '#platform/postgres/own-transactions';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { ChangeStatus } from '../application/change-status.ts';
import { CreateTask } from '../application/create-task.ts';
import { DeleteTask } from '../application/delete-task.ts';
import { EditTask } from '../application/edit-task.ts';
import { SetAssignees } from '../application/set-assignees.ts';
import { CreateTaskBody, EditTaskBody } from './task.dto.ts';
import { detailsOf } from './task-input.ts';
import { TaskReads } from './task-reads.ts';

/** A change of one task among many. */
export class TaskChangeItem extends EditTaskBody {
  @Id()
  id: string;

  @Text({ max: 60, optional: true, example: 'in_progress' })
  status?: string;

  @Integer({ min: 1, optional: true, description: 'The version last read; refused when it has changed since' })
  version?: number;
}

/** A task among many to be deleted. */
export class TaskDeletionItem {
  @Id()
  id: string;
}

export class CreateTaskBatch extends batchOf(CreateTaskBody) {}
export class TaskChangeBatch extends batchOf(TaskChangeItem) {}
export class TaskDeletionBatch extends batchOf(TaskDeletionItem) {}

@ApiTags('Tasks')
@Controller('api/v1')
export class TaskBatchController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: TaskReads,
    private readonly skills: RequiredSkills,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post('projects/:id/tasks/batch')
  @HttpCode(200)
  @OwnTransactions()
  @ApiOperation({ summary: 'Creates up to 200 tasks, each by itself or all or none' })
  @Needs('create_tasks')
  @ApiOkResponse({ type: BatchAnswer })
  createTasks(@CurrentActor() actor: Actor, @Param() { id: projectId }: IdParam, @Body() batch: CreateTaskBatch) {
    return this.run(actor, batch, CreateTaskBody, 201, async (item) => {
      const details = { ...(await this.details(actor, item)), title: item.title };
      const { status, assignee_ids, external_source, external_id } = item;
      const external = external_source && external_id ? { source: external_source, id: external_id } : undefined;
      const command = new CreateTask(actor, projectId, details, { status, assigneeIds: assignee_ids, external });
      return this.reads.one(actor, await this.commands.execute<CreateTask, string>(command));
    });
  }

  @Post('tasks/batch')
  @HttpCode(200)
  @OwnTransactions()
  @ApiOperation({ summary: 'Changes up to 200 tasks, each by itself or all or none' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: BatchAnswer })
  changeTasks(@CurrentActor() actor: Actor, @Body() batch: TaskChangeBatch) {
    return this.run(actor, batch, TaskChangeItem, 200, async (item) => {
      const { id: taskId, status, assignee_ids, version } = item;
      await this.commands.execute(new EditTask(actor, taskId, await this.details(actor, item), version));
      if (status) await this.commands.execute(new ChangeStatus(actor, taskId, status));
      if (assignee_ids) await this.commands.execute(new SetAssignees(actor, taskId, assignee_ids));
      return this.reads.one(actor, taskId);
    });
  }

  @Post('tasks/batch-delete')
  @HttpCode(200)
  @OwnTransactions()
  @ApiOperation({ summary: 'Deletes up to 200 tasks, each by itself or all or none' })
  @Needs('delete_tasks')
  @ApiOkResponse({ type: BatchAnswer })
  deleteTasks(@CurrentActor() actor: Actor, @Body() batch: TaskDeletionBatch) {
    return this.run(actor, batch, TaskDeletionItem, 200, (item) =>
      this.commands.execute(new DeleteTask(actor, item.id)),
    );
  }

  private run<T extends object>(
    actor: Actor,
    batch: Batch,
    item: new () => T,
    status: number,
    work: (item: T) => Promise<unknown>,
  ): Promise<BatchAnswer> {
    const scope = { organizationId: actor.organizationId, actor };
    return runBatch(batch, { item, status, work, transaction: (inner) => this.unitOfWork.run(scope, inner) });
  }

  private async details(actor: Actor, body: EditTaskBody) {
    return detailsOf(actor, body, body.required_skills && (await this.skills.resolve(body.required_skills)));
  }
}
