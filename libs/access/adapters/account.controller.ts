import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated } from '#platform/http/needs';
import { ApiProblems, IdParam } from '#platform/http/pages';
import { RenameAccount } from '../application/account-rename.ts';
import { RevokeSession } from '../application/session-revoke.ts';
import { AccountReads } from './account-reads.ts';
import { MeBody, RenameAccountBody, SessionsBody } from './account.dto.ts';
import { OwnSession, type PersonCaller, PersonSession } from './auth-caller.ts';

@ApiTags('Me')
@Controller('api/v1/me')
export class AccountController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: AccountReads,
  ) {}

  @Get()
  @Authenticated('everybody may know who they are')
  @ApiOperation({ summary: 'Who calls, where, and with which permissions' })
  @ApiOkResponse({ type: MeBody })
  getMe(@CurrentActor() actor: Actor) {
    return this.reads.me(actor);
  }

  @Patch()
  @Authenticated('everybody may change their own name')
  @ApiOperation({ summary: "Changes the caller's name, in all organizations" })
  @ApiOkResponse({ type: MeBody })
  @ApiProblems({ 403: ['own_sign_in_needed'] })
  async editMe(@CurrentActor() actor: Actor, @OwnSession() _session: string, @Body() { name }: RenameAccountBody) {
    if (name !== undefined) await this.commands.execute(new RenameAccount(actor, name));
    return this.reads.me(actor);
  }

  @Get('sessions')
  @Authenticated('everybody may see where they are signed in')
  @ApiOperation({ summary: 'The open sessions of the caller' })
  @ApiOkResponse({ type: SessionsBody })
  async listSessions(@CurrentActor() actor: Actor, @PersonSession() caller: PersonCaller): Promise<SessionsBody> {
    return { data: await this.reads.sessions(actor, caller) };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @Authenticated('everybody may end their own sessions')
  @ApiOperation({ summary: 'Ends one session of the caller' })
  @ApiNoContentResponse()
  async revokeSession(
    @CurrentActor() actor: Actor,
    @PersonSession() { within }: PersonCaller,
    @Param() { id }: IdParam,
  ) {
    await this.commands.execute(new RevokeSession(actor, id, 'revoked', within));
  }
}
