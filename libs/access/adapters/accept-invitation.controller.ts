import type { Origin } from '#kernel/index';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { RateLimit } from '#platform/http/rate-limit';
import { AcceptInvitation, type Joined } from '../application/accept-invitation.ts';
import { tokensBody } from './auth-answers.ts';
import { RequestOrigin } from './auth-caller.ts';
import { AcceptInvitationBody, InvitationAcceptedBody } from './organization.dto.ts';

@ApiTags('Invitations')
@Controller('api/v1/invitations')
export class AcceptInvitationController {
  constructor(private readonly commands: CommandBus) {}

  @Post('accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Joins the organization that sent the letter, with a new account or the one there is' })
  @Public('the token of the letter is the proof')
  @RateLimit({ max: 20, perMinutes: 15 })
  @ApiProblems({ 403: ['member_deactivated'], 422: ['invitation_refused', 'required'] })
  @ApiOkResponse({ type: InvitationAcceptedBody })
  async acceptInvitation(
    @Body() { token, name, password }: AcceptInvitationBody,
    @RequestOrigin() origin: Origin,
  ): Promise<InvitationAcceptedBody> {
    const accept = new AcceptInvitation(token, { name, password }, origin);
    const { user, organization, session } = await this.commands.execute<AcceptInvitation, Joined>(accept);
    return { account_created: session !== undefined, user, organization, ...(session && tokensBody(session.tokens)) };
  }
}
