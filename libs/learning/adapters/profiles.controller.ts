import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, PageQuery } from '#platform/http/pages';
import { DropSkill } from '../application/drop-skill.ts';
import { EndorseSkill } from '../application/endorse-skill.ts';
import { RateSkills } from '../application/rate-skills.ts';
import { RebuildPerformance, type Rebuilt } from '../application/rebuild-performance.ts';
import { WithdrawEndorsement } from '../application/withdraw-endorsement.ts';
import {
  EndorseBody,
  MemberParam,
  MemberSkillParam,
  PerformanceBody,
  PerformanceEntryBody,
  ProfileBody,
  RateSkillsBody,
  RebuiltBody,
  SkillChangeBody,
  SkillHistoryQuery,
} from './profile.dto.ts';
import { ProfileReads } from './profile-reads.ts';

@ApiTags('People')
@Controller('api/v1/members/:user_id')
export class ProfilesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: ProfileReads,
  ) {}

  @Get('skills')
  @ApiOperation({ summary: 'What somebody can do, with levels and the words of colleagues' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: ProfileBody })
  getProfile(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam) {
    return this.reads.profile(actor, user_id);
  }

  @Put('skills')
  @ApiOperation({ summary: 'States the whole profile; skills that are not named go' })
  @Needs('edit_own_tasks', 'manage_skills')
  @ApiOkResponse({ type: ProfileBody })
  replaceProfile(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam, @Body() body: RateSkillsBody) {
    return this.rate(actor, user_id, body, true);
  }

  @Patch('skills')
  @ApiOperation({ summary: 'States some skills; the others stay' })
  @Needs('edit_own_tasks', 'manage_skills')
  @ApiOkResponse({ type: ProfileBody })
  editProfile(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam, @Body() body: RateSkillsBody) {
    return this.rate(actor, user_id, body, false);
  }

  @Delete('skills')
  @ApiOperation({ summary: 'Empties a profile' })
  @HttpCode(204)
  @Needs('edit_own_tasks', 'manage_skills')
  async clearProfile(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam) {
    await this.commands.execute(new DropSkill(actor, user_id));
  }

  @Get('skills/history')
  @ApiOperation({ summary: 'How skills moved, newest first, each step with its reason' })
  @Needs('view_tasks')
  @ApiPage(SkillChangeBody)
  listSkillHistory(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam, @Query() query: SkillHistoryQuery) {
    return this.reads.history(actor, user_id, query);
  }

  @Delete('skills/:skill_id')
  @ApiOperation({ summary: 'Takes one skill out of a profile' })
  @HttpCode(204)
  @Needs('edit_own_tasks', 'manage_skills')
  async dropSkill(@CurrentActor() actor: Actor, @Param() { user_id, skill_id }: MemberSkillParam) {
    await this.commands.execute(new DropSkill(actor, user_id, skill_id));
  }

  @Post('skills/:skill_id/endorsements')
  @ApiOperation({ summary: "Vouches for a colleague's skill" })
  @HttpCode(200)
  @Needs('edit_own_tasks')
  @ApiProblems({ 422: ['self_endorsement'] })
  @ApiOkResponse({ type: ProfileBody })
  async endorseSkill(
    @CurrentActor() actor: Actor,
    @Param() { user_id, skill_id }: MemberSkillParam,
    @Body() { note }: EndorseBody,
  ) {
    await this.commands.execute(new EndorseSkill(actor, user_id, skill_id, note));
    return this.reads.profile(actor, user_id);
  }

  @Delete('skills/:skill_id/endorsements')
  @ApiOperation({ summary: "Takes one's own word back" })
  @HttpCode(204)
  @Needs('edit_own_tasks')
  async withdrawEndorsement(@CurrentActor() actor: Actor, @Param() { user_id, skill_id }: MemberSkillParam) {
    await this.commands.execute(new WithdrawEndorsement(actor, user_id, skill_id));
  }

  @Get('performance')
  @ApiOperation({ summary: 'How well somebody does, the five live scores, and what every task still contributes' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: PerformanceBody })
  getPerformance(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam) {
    return this.reads.performance(actor, user_id);
  }

  @Get('performance/log')
  @ApiOperation({ summary: 'The finished tasks that a performance is made of, newest first' })
  @Needs('view_tasks')
  @ApiPage(PerformanceEntryBody)
  listPerformanceLog(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam, @Query() query: PageQuery) {
    return this.reads.performanceLog(actor, user_id, query);
  }

  @Post('performance/rebuild')
  @ApiOperation({ summary: 'Works out skills and performance from the log anew' })
  @HttpCode(200)
  @Needs('manage_skills')
  @ApiOkResponse({ type: RebuiltBody })
  async rebuildPerformance(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam): Promise<RebuiltBody> {
    const command = new RebuildPerformance(actor, user_id);
    const { before, after } = await this.commands.execute<RebuildPerformance, Rebuilt>(command);
    return { before, after, changed: before !== after };
  }

  private async rate(actor: Actor, userId: string, { skills }: RateSkillsBody, whole: boolean) {
    await this.commands.execute(new RateSkills(actor, userId, skills, whole));
    return this.reads.profile(actor, userId);
  }
}
