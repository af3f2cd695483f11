import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Authenticated, Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, ShowQuery } from '#platform/http/pages';
import { CreateSkill } from '../application/create-skill.ts';
import { DeleteSkill } from '../application/delete-skill.ts';
import { EditSkill } from '../application/edit-skill.ts';
import { MergeSkills } from '../application/merge-skills.ts';
import { Policies } from '../domain/policies.ts';
import { CreateSkillBody, EditSkillBody, LevelsBody, MergeSkillBody, SkillBody, SkillListQuery } from './skill.dto.ts';
import { SkillReads } from './skill-reads.ts';

@ApiTags('Skills')
@Controller('api/v1')
export class SkillsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: SkillReads,
    private readonly policies: Policies,
  ) {}

  @Get('skills')
  @ApiOperation({ summary: 'The catalogue of skills' })
  @Needs('view_tasks')
  @ApiPage(SkillBody)
  listSkills(@CurrentActor() actor: Actor, @Query() query: SkillListQuery) {
    return this.reads.list(actor, query);
  }

  @Post('skills')
  @ApiOperation({ summary: 'Puts a skill into the catalogue' })
  @Needs('manage_skills')
  @ApiProblems({ 409: ['name_taken'] })
  @ApiCreatedResponse({ type: SkillBody })
  async createSkill(@CurrentActor() actor: Actor, @Body() body: CreateSkillBody) {
    const id = await this.commands.execute<CreateSkill, string>(new CreateSkill(actor, named(body)));
    return this.reads.one(actor, id);
  }

  @Get('skills/:id')
  @ApiOperation({ summary: 'One skill' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: SkillBody })
  getSkill(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch('skills/:id')
  @ApiOperation({ summary: 'Changes the fields that the body names' })
  @Needs('manage_skills')
  @ApiProblems({ 409: ['name_taken'] })
  @ApiOkResponse({ type: SkillBody })
  async editSkill(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditSkillBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditSkill(actor, id, named(body), version));
    return this.reads.one(actor, id);
  }

  @Delete('skills/:id')
  @ApiOperation({ summary: 'Takes a skill out of the catalogue and out of every profile' })
  @HttpCode(204)
  @Needs('manage_skills')
  async deleteSkill(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteSkill(actor, id, version));
  }

  @Post('skills/:id/merge')
  @ApiOperation({ summary: 'Makes this skill take over the names, profiles, history and tasks of another' })
  @HttpCode(200)
  @Needs('manage_skills')
  @ApiProblems({ 422: ['same_skill'] })
  @ApiOkResponse({ type: SkillBody })
  async mergeSkill(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() { from_id }: MergeSkillBody) {
    await this.commands.execute(new MergeSkills(actor, id, from_id));
    return this.reads.one(actor, id);
  }

  @Get('levels')
  @ApiOperation({ summary: 'How proficiencies and performances are named' })
  @Authenticated('Names of numbers tell nothing of anybody')
  @ApiOkResponse({ type: LevelsBody })
  async getLevels(): Promise<LevelsBody> {
    const { skill_levels, performance } = await this.policies.current();
    return { skills: [...skill_levels], performance: [...performance.levels] };
  }
}

/** What the body names; what it leaves out stays out. */
function named<T extends object>(body: T): T {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as T;
}
