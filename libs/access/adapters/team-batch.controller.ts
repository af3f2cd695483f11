import { Actor } from '#kernel/index';
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { type Batch, BatchAnswer, batchOf, runBatch } from '#platform/http/batch';
import { Needs } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { OwnTransactions } from '#platform/postgres/own-transactions';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { InviteMember } from '../application/invite-member.ts';
import { AddProjectMember } from '../application/project-team.ts';
import { MemberReads } from './member-reads.ts';
import { InviteBody } from './organization.dto.ts';
import { mustBeOwn } from './organizations.controller.ts';
import { AddProjectMemberBody } from './project-access.dto.ts';
import { ProjectMemberReads } from './project-member-reads.ts';

export class InviteBatch extends batchOf(InviteBody) {}
export class ProjectMemberBatch extends batchOf(AddProjectMemberBody) {}

/** Many people at once, each by itself or all or none. */
@Controller('api/v1')
export class TeamBatchController {
  constructor(
    private readonly commands: CommandBus,
    private readonly members: MemberReads,
    private readonly projectMembers: ProjectMemberReads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post('organizations/:id/invitations/batch')
  @HttpCode(200)
  @OwnTransactions()
  @ApiTags('Invitations')
  @ApiOperation({ summary: 'Invites up to 200 people, each by itself or all or none' })
  @Needs('manage_members')
  @ApiOkResponse({ type: BatchAnswer })
  inviteMany(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() batch: InviteBatch) {
    mustBeOwn(actor, id);
    return this.run(actor, batch, InviteBody, async ({ email, role_id }) => {
      const invite = new InviteMember(actor, email.toLowerCase(), role_id);
      return this.members.invitation(actor, await this.commands.execute<InviteMember, string>(invite));
    });
  }

  @Post('projects/:id/members/batch')
  @HttpCode(200)
  @OwnTransactions()
  @ApiTags('Project members')
  @ApiOperation({ summary: 'Adds up to 200 people to a project, each by itself or all or none' })
  @Needs('manage_team')
  @ApiOkResponse({ type: BatchAnswer })
  addProjectMembers(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() batch: ProjectMemberBatch) {
    return this.run(actor, batch, AddProjectMemberBody, async ({ user_id, role_id = null }) => {
      await this.commands.execute(new AddProjectMember(actor, id, user_id, role_id));
      return this.projectMembers.one(actor, id, user_id);
    });
  }

  private run<T extends object>(actor: Actor, batch: Batch, item: new () => T, work: (item: T) => Promise<unknown>) {
    const { organizationId } = actor;
    const transaction = <R>(inner: () => Promise<R>) => this.unitOfWork.run({ organizationId, actor }, inner);
    return runBatch(batch, { item, status: 201, work, transaction });
  }
}
