import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage } from '#platform/http/pages';
import { CancelAbsence } from '../application/cancel-absence.ts';
import { ChangeAbsence } from '../application/change-absence.ts';
import { PlanAbsence } from '../application/plan-absence.ts';
import type { AbsenceDetails } from '../domain/absence.ts';
import { AbsenceReads } from './absence-reads.ts';
import {
  AbsenceBody,
  AbsenceListQuery,
  EditAbsenceBody,
  MemberAbsenceParam,
  MemberParam,
  PlanAbsenceBody,
} from './profile.dto.ts';

@ApiTags('People')
@Controller('api/v1/members/:user_id/absences')
export class AbsencesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: AbsenceReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'When somebody is away' })
  @Needs('view_tasks')
  @ApiPage(AbsenceBody)
  listAbsences(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam, @Query() query: AbsenceListQuery) {
    return this.reads.list(actor, user_id, query);
  }

  @Post()
  @ApiOperation({ summary: 'Plans a time away; nobody is given work in it' })
  @Needs('edit_own_tasks', 'manage_members')
  @ApiCreatedResponse({ type: AbsenceBody })
  async planAbsence(@CurrentActor() actor: Actor, @Param() { user_id }: MemberParam, @Body() body: PlanAbsenceBody) {
    const details = { ...detailsOf(body), startsOn: body.starts_on, endsOn: body.ends_on };
    const id = await this.commands.execute<PlanAbsence, string>(new PlanAbsence(actor, user_id, details));
    return this.reads.one(actor, user_id, id);
  }

  @Get(':absence_id')
  @ApiOperation({ summary: 'One time away' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: AbsenceBody })
  getAbsence(@CurrentActor() actor: Actor, @Param() { user_id, absence_id }: MemberAbsenceParam) {
    return this.reads.one(actor, user_id, absence_id);
  }

  @Patch(':absence_id')
  @ApiOperation({ summary: 'Changes the fields that the body names' })
  @Needs('edit_own_tasks', 'manage_members')
  @ApiOkResponse({ type: AbsenceBody })
  async changeAbsence(
    @CurrentActor() actor: Actor,
    @Param() { user_id, absence_id }: MemberAbsenceParam,
    @Body() body: EditAbsenceBody,
    @IfMatch() version?: number,
  ) {
    await this.reads.one(actor, user_id, absence_id);
    await this.commands.execute(new ChangeAbsence(actor, absence_id, detailsOf(body), version));
    return this.reads.one(actor, user_id, absence_id);
  }

  @Delete(':absence_id')
  @ApiOperation({ summary: 'Cancels a time away' })
  @HttpCode(204)
  @Needs('edit_own_tasks', 'manage_members')
  async cancelAbsence(
    @CurrentActor() actor: Actor,
    @Param() { user_id, absence_id }: MemberAbsenceParam,
    @IfMatch() version?: number,
  ) {
    await this.reads.one(actor, user_id, absence_id);
    await this.commands.execute(new CancelAbsence(actor, absence_id, version));
  }
}

/** The details that a body names, in the words of the domain; what it leaves out stays out. */
function detailsOf({ starts_on, ends_on, kind, note }: EditAbsenceBody): Partial<AbsenceDetails> {
  const details: Partial<AbsenceDetails> = { startsOn: starts_on, endsOn: ends_on, kind, note };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
