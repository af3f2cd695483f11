import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, ShowQuery } from '#platform/http/pages';
import { ArchiveProject, DeleteProject, RestoreProject } from '../application/archive-project.ts';
import { CreateProject } from '../application/create-project.ts';
import { EditProject } from '../application/edit-project.ts';
import type { ProjectDetails } from '../domain/project.ts';
import { CreateProjectBody, EditProjectBody, ProjectBody, ProjectListQuery } from './project.dto.ts';
import { ProjectReads } from './project-reads.ts';

@ApiTags('Projects')
@Controller('api/v1/projects')
export class ProjectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: ProjectReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Projects that the caller may see' })
  @Needs('view_project')
  @ApiPage(ProjectBody)
  listProjects(@CurrentActor() actor: Actor, @Query() query: ProjectListQuery) {
    return this.reads.list(actor, query);
  }

  @Post()
  @ApiOperation({ summary: 'Starts a project with the default statuses' })
  @Needs('create_projects')
  @ApiCreatedResponse({ type: ProjectBody })
  async createProject(@CurrentActor() actor: Actor, @Body() body: CreateProjectBody) {
    const { key, external_source, external_id } = body;
    const external = external_source && external_id ? { source: external_source, id: external_id } : undefined;
    const details = { ...detailsOf(body), title: body.title };
    const id = await this.commands.execute<CreateProject, string>(new CreateProject(actor, details, key, external));
    return this.reads.one(actor, id);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One project' })
  @Needs('view_project')
  @ApiOkResponse({ type: ProjectBody })
  getProject(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes the fields that the body names' })
  @Needs('edit_project')
  @ApiOkResponse({ type: ProjectBody })
  async editProject(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditProjectBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditProject(actor, id, detailsOf(body), version));
    return this.reads.one(actor, id);
  }

  @Post(':id/archive')
  @ApiOperation({
    summary: 'Puts a project out of the way: it stays readable, takes no new tasks, and can be restored',
  })
  @HttpCode(200)
  @Needs('delete_project')
  @ApiOkResponse({ type: ProjectBody })
  async archiveProject(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new ArchiveProject(actor, id));
    return this.reads.one(actor, id);
  }

  @Post(':id/restore')
  @ApiOperation({ summary: 'Takes a project out of the archive' })
  @HttpCode(200)
  @Needs('delete_project')
  @ApiOkResponse({ type: ProjectBody })
  async restoreProject(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new RestoreProject(actor, id));
    return this.reads.one(actor, id);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a project with everything in it; the audit log remembers' })
  @HttpCode(204)
  @Needs('delete_project')
  async deleteProject(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteProject(actor, id, version));
  }
}

/** The details that a body names, in the words of the domain; what it leaves out stays out. */
function detailsOf(body: EditProjectBody): Partial<ProjectDetails> {
  const details: Partial<ProjectDetails> = {
    title: body.title,
    description: body.description,
    status: body.status,
    priority: body.priority,
    health: body.health,
    healthReason: body.health_reason,
    leadId: body.lead_id,
    portfolioId: body.portfolio_id,
    startDate: body.start_date,
    dueDate: body.due_date,
    customFields: body.custom_fields,
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
