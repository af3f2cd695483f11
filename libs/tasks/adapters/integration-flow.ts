import type { Actor } from '#kernel/index';
import { RequiredSkills } from '#learning/index';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AssignTask, type AssignmentOutcome } from '../application/assign-task.ts';
import { CompleteWithNextTask, type CompletedWithNextTask } from '../application/complete-with-next-task.ts';
import { CreateTask } from '../application/create-task.ts';
import { outcomeView } from './assignment-view.ts';
import type { CreateAndAssignBody, CreatedAndAssignedBody, TaskCompletedBody } from './integration.dto.ts';
import { detailsOf } from './task-input.ts';
import { TaskReads } from './task-reads.ts';

/** The main job as integrators call it: a task finds its person, gets done, and the next one waits. */
@Injectable()
export class IntegrationFlow {
  constructor(
    private readonly commands: CommandBus,
    private readonly tasks: TaskReads,
    private readonly skills: RequiredSkills,
  ) {}

  async createAndAssign(actor: Actor, body: CreateAndAssignBody): Promise<CreatedAndAssignedBody> {
    const { project_id, required_skills = [], ...task } = body;
    const wanted = required_skills.map((skill) => (typeof skill === 'string' ? { name: skill } : skill));
    const details = { ...detailsOf(actor, task, await this.skills.resolve(wanted)), title: task.title };
    const taskId = await this.commands.execute<CreateTask, string>(new CreateTask(actor, project_id, details));
    const outcome = await this.commands.execute<AssignTask, AssignmentOutcome>(new AssignTask(actor, taskId));
    const key = String((await this.tasks.one(actor, taskId, { fields: 'key' })).key);
    return {
      success: true,
      task_id: taskId,
      task_key: key,
      task_title: task.title,
      ...outcomeView(outcome),
      message: sentence(key, outcome),
    };
  }

  /** Performance moves in the same transaction, or the task is not done. */
  async complete(actor: Actor, taskId: string, notes?: string): Promise<TaskCompletedBody> {
    const command = new CompleteWithNextTask(actor, taskId, notes);
    const { key, userId, nextTaskId } = await this.commands.execute<CompleteWithNextTask, CompletedWithNextTask>(
      command,
    );
    return {
      success: true,
      task_id: taskId,
      user_id: userId,
      message: nextTaskId ? `${key} is done; the next task is queued.` : `${key} is done; no other task waits.`,
      performance_updated: true,
      next_task_queued: nextTaskId !== undefined,
      next_task_id: nextTaskId ?? null,
    };
  }
}

function sentence(key: string, { assignment, candidates }: AssignmentOutcome): string {
  if (assignment) return `${key} went to ${assignment.name} (score ${assignment.score?.toFixed(1)}).`;
  return candidates.length === 0
    ? `${key} is created; nobody works on this project.`
    : `${key} is created; none of ${candidates.length} people suits it now.`;
}
