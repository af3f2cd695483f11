import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sql } from 'kysely';
import { CurrentActor } from '#platform/http/actor';
import { Choice, Decimal, Id, Text } from '#platform/http/fields';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { AddDependency, RemoveDependency } from '../application/link-tasks.ts';
import { dependencyKinds } from '../domain/dependencies.ts';
import { taskColumns } from './task-listing.ts';
import { TaskReads } from './task-reads.ts';

class DependencyBody {
  @Id({ description: 'The task that is waited for' })
  depends_on_id: string;

  @Choice(dependencyKinds, {
    optional: true,
    default: 'FS',
    description: 'Finish/start to finish/start',
    example: 'FS',
  })
  kind?: (typeof dependencyKinds)[number];

  @Decimal({ min: -10_000, max: 10_000, optional: true, default: 0, description: 'Hours between; negative: overlap' })
  lag_hours?: number;
}

class DependencyView extends DependencyBody {
  @Choice(['waits_for', 'blocks'], { description: 'Seen from the task in the path', example: 'waits_for' })
  direction: string;

  @Id({ description: 'The other task' })
  task_id: string;

  @Text({ example: 'WEB-7' })
  key: string;

  @Text({ example: 'Draw the sitemap' })
  title: string;

  @Text({ example: 'in_progress' })
  status: string;
}

class DependencyParam extends IdParam {
  @Id()
  depends_on_id: string;
}

@ApiTags('Tasks')
@Controller('api/v1/tasks/:id/dependencies')
export class TaskLinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly database: Database,
    private readonly reads: TaskReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What a task waits for, and what waits for it' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: [DependencyView] })
  async listDependencies(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.reads.one(actor, id, { fields: 'id' });
    return this.database.rows(sql`
      select case when d.task_id = ${id} then 'waits_for' else 'blocks' end as direction,
        t.id as task_id, t.key, t.title, t.status, d.depends_on_id, d.kind, d.lag_hours
      from task_dependencies d
      join tasks t on t.organization_id = d.organization_id
        and t.id = case when d.task_id = ${id} then d.depends_on_id else d.task_id end
      where d.organization_id = ${actor.organizationId} and ${id} in (d.task_id, d.depends_on_id)
        and ${permitted(actor, 'view', 'Task', taskColumns)}
      order by direction desc, t.key`);
  }

  @Post()
  @ApiOperation({ summary: 'Lets the task wait for another; a cycle is refused and named' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  @ApiCreatedResponse({ type: [DependencyView] })
  async addDependency(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: DependencyBody) {
    const { depends_on_id: dependsOnId, kind = 'FS', lag_hours: lagHours = 0 } = body;
    await this.commands.execute(new AddDependency(actor, { taskId: id, dependsOnId, kind, lagHours }));
    return this.listDependencies(actor, { id });
  }

  @Delete(':depends_on_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Lets the task wait no longer' })
  @Needs('edit_own_tasks', 'edit_all_tasks')
  async removeDependency(@CurrentActor() actor: Actor, @Param() { id, depends_on_id }: DependencyParam) {
    await this.commands.execute(new RemoveDependency(actor, id, depends_on_id));
  }
}
