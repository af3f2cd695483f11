import { Actor } from '#kernel/index';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Choice, Integer, ListOf, Text } from '#platform/http/fields';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { text } from '#platform/http/shapes';
import { ShapeWorkflow } from '../application/shape-workflow.ts';
import { Workflows } from '../application/workflows.ts';
import { type Status, statusCategories } from '../domain/workflow.ts';
import { ProjectReads } from './project-reads.ts';

const requirable = [
  'description', 'due_date', 'start_date', 'estimate_hours', 'assignee_ids', 'labels', 'milestone_id', 'required_skills',
] as const; // prettier-ignore

export class StatusBody {
  @Text({ pattern: /^[a-z][a-z0-9_]{0,59}$/, example: 'in_progress' })
  key: string;

  @Text({ min: 1, max: 60, example: 'In progress' })
  name: string;

  @Choice(statusCategories, { description: 'What it means to the system', example: 'in_progress' })
  category: (typeof statusCategories)[number];

  @ListOf(text({ max: 60 }), {
    max: 50,
    optional: true,
    nullable: true,
    description: 'What may follow; null allows all',
  })
  transitions?: string[] | null;

  @ListOf(text({ max: 60 }), { max: 20, optional: true, description: `Filled on entering: ${requirable.join(', ')}` })
  required_fields?: string[];

  @Integer({ min: 1, max: 10_000, optional: true, nullable: true, description: 'Tasks at once', example: 5 })
  wip_limit?: number | null;
}

export class StatusesBody {
  @ListOf(() => StatusBody, { min: 1, max: 50, description: 'In the order of the columns' })
  statuses: StatusBody[];
}

@ApiTags('Boards')
@Controller('api/v1/projects/:id/statuses')
export class StatusesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly workflows: Workflows,
    private readonly projects: ProjectReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The statuses of a project, in the order of its columns' })
  @Needs('view_project')
  @ApiOkResponse({ type: StatusesBody })
  async listStatuses(@CurrentActor() actor: Actor, @Param() { id }: IdParam): Promise<StatusesBody> {
    await this.projects.one(actor, id, { fields: 'id' });
    const { statuses } = await this.workflows.of(id);
    return { statuses: statuses.map(statusBody) };
  }

  @Put()
  @ApiOperation({ summary: 'Gives a project other statuses, transitions, required fields and WIP limits' })
  @Needs('edit_project')
  @ApiOkResponse({ type: StatusesBody })
  async shapeWorkflow(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() { statuses }: StatusesBody) {
    await this.commands.execute(new ShapeWorkflow(actor, id, statuses.map(statusOf)));
    return this.listStatuses(actor, { id });
  }
}

const statusBody = ({ key, name, category, transitions, requiredFields, wipLimit }: Status): StatusBody => ({
  key,
  name,
  category,
  transitions: transitions && [...transitions],
  required_fields: [...requiredFields],
  wip_limit: wipLimit,
});

const statusOf = (body: StatusBody, place: number): Status => ({
  key: body.key,
  name: body.name,
  category: body.category,
  place,
  transitions: body.transitions ?? null,
  requiredFields: body.required_fields ?? [],
  wipLimit: body.wip_limit ?? null,
});
