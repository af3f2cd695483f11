import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam } from '#platform/http/pages';
import { InviteMember, ResendInvitation, RevokeInvitation } from '../application/invite-member.ts';
import { MemberReads } from './member-reads.ts';
import { InvitationBody, InvitationListQuery, InvitationParams, InviteBody } from './organization.dto.ts';
import { mustBeOwn } from './organizations.controller.ts';

@ApiTags('Invitations')
@Controller('api/v1/organizations/:id/invitations')
export class InvitationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MemberReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who was asked to join' })
  @Needs('manage_members')
  @ApiPage(InvitationBody)
  listInvitations(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: InvitationListQuery) {
    mustBeOwn(actor, id);
    return this.reads.listInvitations(actor, query);
  }

  @Post()
  @ApiOperation({ summary: 'Asks somebody to join, by a letter with a link that is good for seven days' })
  @Needs('manage_members')
  @ApiProblems({ 403: ['not_yours_to_give', 'owner_required'], 409: ['already_member', 'already_invited'] })
  @ApiCreatedResponse({ type: InvitationBody })
  async invite(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() { email, role_id }: InviteBody) {
    mustBeOwn(actor, id);
    const invite = new InviteMember(actor, email.toLowerCase(), role_id);
    return this.reads.invitation(actor, await this.commands.execute<InviteMember, string>(invite));
  }

  @Get(':invitation_id')
  @ApiOperation({ summary: 'One invitation' })
  @Needs('manage_members')
  @ApiOkResponse({ type: InvitationBody })
  getInvitation(@CurrentActor() actor: Actor, @Param() { id, invitation_id }: InvitationParams) {
    mustBeOwn(actor, id);
    return this.reads.invitation(actor, invitation_id);
  }

  @Post(':invitation_id/resend')
  @ApiOperation({ summary: 'Sends the letter again, with a new link; the old one stops working' })
  @HttpCode(200)
  @Needs('manage_members')
  @ApiProblems({ 409: ['invitation_accepted', 'invitation_revoked'] })
  @ApiOkResponse({ type: InvitationBody })
  async resendInvitation(@CurrentActor() actor: Actor, @Param() { id, invitation_id }: InvitationParams) {
    mustBeOwn(actor, id);
    await this.commands.execute(new ResendInvitation(actor, invitation_id));
    return this.reads.invitation(actor, invitation_id);
  }

  @Delete(':invitation_id')
  @ApiOperation({ summary: 'Takes an invitation back' })
  @HttpCode(204)
  @Needs('manage_members')
  @ApiProblems({ 409: ['invitation_accepted', 'invitation_revoked'] })
  @ApiNoContentResponse()
  async revokeInvitation(@CurrentActor() actor: Actor, @Param() { id, invitation_id }: InvitationParams) {
    mustBeOwn(actor, id);
    await this.commands.execute(new RevokeInvitation(actor, invitation_id));
  }
}
