import { Actor, NotFound } from '#kernel/index';
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { TaskCompletedBody } from './integration.dto.ts';
import { IntegrationFlow } from './integration-flow.ts';
import { IntegrationSample } from './integration-sample.ts';
import { SampleDataBody, SampleDataMadeBody, WorkflowBody, WorkflowStepBody } from './integration-test.dto.ts';

/** Trials of the workflow; there is nothing here unless the installation allows them. */
@ApiTags('Integration')
@Controller('api/integration/test')
export class IntegrationTestController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly flow: IntegrationFlow,
    private readonly sample: IntegrationSample,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post('create-sample-data')
  @ApiOperation({ summary: 'Puts made-up projects with their backlog into the organization' })
  @Needs('create_projects')
  @ApiCreatedResponse({ type: SampleDataMadeBody })
  async createSampleData(@CurrentActor() actor: Actor, @Body() body: SampleDataBody): Promise<SampleDataMadeBody> {
    this.mustBeAllowed();
    const { seed = 1, projects = 1, tasks_per_project = 10 } = body;
    const made = await this.sample.create(actor, seed, { projects, tasksPerProject: tasks_per_project });
    const message = `${made.tasks} tasks in ${made.projects.length} projects wait for their people.`;
    return { success: true, ...made, message };
  }

  @Post('complete-random-task')
  @ApiOperation({
    summary: 'Finishes some open task that the caller may change, one that somebody has if there is one',
  })
  @HttpCode(200)
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiOkResponse({ type: TaskCompletedBody })
  async completeRandomTask(@CurrentActor() actor: Actor): Promise<TaskCompletedBody> {
    this.mustBeAllowed();
    const taskId = await this.sample.someOpenTask(actor);
    if (!taskId) throw new NotFound('open task', 'that you may finish');
    return this.flow.complete(actor, taskId);
  }

  @Get('workflow')
  @ApiOperation({ summary: 'Runs the main job once: sample data, a task that finds its person, its completion' })
  @Needs('create_projects')
  @ApiProblems({ 404: ['not_found'] })
  @ApiOkResponse({ type: WorkflowBody })
  async runWorkflow(@CurrentActor() actor: Actor): Promise<WorkflowBody> {
    this.mustBeAllowed();
    const { organizationId } = actor;
    const steps: WorkflowStepBody[] = [];
    const run = async <T extends object>(step: string, work: () => Promise<T>): Promise<T> => {
      const result = await this.unitOfWork.run({ organizationId, actor }, work);
      steps.push({ step, success: true, result: { ...(result as Record<string, unknown>) } });
      return result;
    };
    const made = await run('create_sample_data', () => this.createSampleData(actor, {}));
    const task = await this.sample.taskFor(actor, made.projects[0]!.id);
    const { task_id } = await run('create_and_assign', () => this.flow.createAndAssign(actor, task));
    const { user_id } = await run('complete', () => this.flow.complete(actor, task_id));
    await run('performance', () => this.sample.performanceOf(actor, user_id));
    return { success: true, steps };
  }

  private mustBeAllowed(): void {
    if (!this.config.testEndpoints) throw new NotFound('such', 'address');
  }
}
