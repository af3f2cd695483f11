import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, PageQuery } from '#platform/http/pages';
import { CreateToken, type IssuedToken } from '../application/token-create.ts';
import { RevokeToken } from '../application/token-revoke.ts';
import { type PersonCaller, PersonSession } from './auth-caller.ts';
import { TokenReads } from './token-reads.ts';
import { CreateTokenBody, IssuedTokenBody, TokenBody } from './token.dto.ts';

@ApiTags('Me')
@Controller('api/v1/me/tokens')
export class TokenController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: TokenReads,
  ) {}

  @Get()
  @Authenticated('everybody may see their own tokens')
  @ApiOperation({ summary: 'The personal access tokens of the caller in this organization' })
  @ApiPage(TokenBody)
  listTokens(@CurrentActor() actor: Actor, @Query() query: PageQuery) {
    return this.reads.list(actor, actor.userId, query);
  }

  @Post()
  @Authenticated('a token can do no more than its owner')
  @ApiOperation({ summary: 'Makes a token for a program that acts as the caller; shown once' })
  @ApiCreatedResponse({ type: IssuedTokenBody })
  @ApiProblems({ 403: ['own_sign_in_needed'], 422: ['scope_not_held', 'in_the_past'] })
  async createToken(
    @CurrentActor() actor: Actor,
    @PersonSession() _session: PersonCaller,
    @Body() body: CreateTokenBody,
  ): Promise<IssuedTokenBody> {
    const { id, token } = await this.commands.execute<CreateToken, IssuedToken>(
      new CreateToken(actor, newTokenOf(body)),
    );
    return { ...(await this.reads.one(actor, id, actor.userId)), token };
  }

  @Delete(':id')
  @HttpCode(204)
  @Authenticated('everybody may end their own tokens')
  @ApiOperation({ summary: 'Revokes a token of the caller' })
  @ApiNoContentResponse()
  @ApiProblems({ 409: ['token_revoked'] })
  async revokeToken(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    await this.commands.execute(new RevokeToken(actor, id));
  }
}

/** What a body says about a new token, in the words of the domain. */
export const newTokenOf = ({ name, scopes, expires_at }: CreateTokenBody) => ({
  name,
  scopes,
  expiresAt: expires_at ? Temporal.Instant.from(expires_at) : null,
});
