import type { Origin } from '#kernel/index';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { Public } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { RateLimit } from '#platform/http/rate-limit';
import {
  CompleteOidcSignIn,
  ExchangeOidcCode,
  type OidcCompleted,
  StartOidcSignIn,
} from '../application/oidc-sign-in.ts';
import type { SignedIn } from '../application/session-starter.ts';
import { signedInBody } from './auth-answers.ts';
import { RequestOrigin } from './auth-caller.ts';
import { SignedInBody } from './auth.dto.ts';
import { forgetState, rememberedState, rememberState } from './oidc-cookie.ts';
import { OidcExchangeBody, OidcStartParams, OidcStartQuery } from './oidc.dto.ts';

@ApiTags('Sign-in')
@Controller('api/v1/auth/oidc')
export class OidcController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get(':provider_id/start')
  @Public('for whoever wants to come in')
  @RateLimit({ max: 100, perMinutes: 5 })
  @ApiOperation({ summary: "Sends the browser to an organization's identity provider" })
  @ApiFoundResponse({ description: 'To the provider' })
  @ApiProblems({ 403: ['provider_disabled'], 409: ['provider_unreachable'] })
  async startOidcSignIn(
    @Param() { provider_id }: OidcStartParams,
    @Query() { return_to }: OidcStartQuery,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const command = new StartOidcSignIn(provider_id, origin, return_to ?? null);
    const { url, state } = await this.commands.execute<StartOidcSignIn, { url: string; state: string }>(command);
    void reply.status(302).headers({ location: url, 'set-cookie': rememberState(state, this.isEncrypted) });
  }

  @Get(':provider_id/callback')
  @Public('the provider vouches for who calls')
  @RateLimit({ max: 100, perMinutes: 5 })
  @ApiOperation({ summary: 'Where the identity provider sends the browser back to' })
  @ApiQuery({
    name: 'code',
    required: false,
    description: 'Of the provider',
    schema: { type: 'string', example: 'abc' },
  })
  @ApiQuery({
    name: 'state',
    required: false,
    description: 'As sent',
    schema: { type: 'string', example: 'mst_sso_…' },
  })
  @ApiOkResponse({ type: SignedInBody, description: 'Without `return_to`' })
  @ApiFoundResponse({ description: 'To `return_to`, with `?sign_in_code=` for `/auth/oidc/exchange`' })
  @ApiProblems({
    403: [
      'sign_in_refused',
      'provider_disabled',
      'email_not_verified',
      'domain_not_allowed',
      'account_not_verified',
      'member_deactivated',
    ],
    409: ['provider_unreachable'],
  })
  async completeOidcSignIn(
    @Param() { provider_id }: OidcStartParams,
    @Req() { url, headers }: FastifyRequest,
    @RequestOrigin() origin: Origin,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedInBody | undefined> {
    const query = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    const brought = new URLSearchParams(query).get('state') ?? '';
    const state = { brought, remembered: rememberedState(headers.cookie) };
    void reply.header('set-cookie', forgetState(this.isEncrypted));
    const command = new CompleteOidcSignIn(provider_id, query, state, origin);
    const { code, returnTo } = await this.commands.execute<CompleteOidcSignIn, OidcCompleted>(command);
    if (returnTo === null) return this.exchangeOidcCode({ code }, origin);
    const target = new URL(this.config.publicUrl + returnTo);
    target.searchParams.set('sign_in_code', code);
    void reply.status(302).header('location', target.href);
    return undefined;
  }

  @Post('exchange')
  @HttpCode(200)
  @Public('the code proves who calls')
  @RateLimit({ max: 100, perMinutes: 5 })
  @ApiOperation({ summary: 'Trades the code that single sign-on left in the address for a session; it works once' })
  @ApiOkResponse({ type: SignedInBody })
  @ApiProblems({ 422: ['token_refused'] })
  async exchangeOidcCode(@Body() { code }: OidcExchangeBody, @RequestOrigin() origin: Origin): Promise<SignedInBody> {
    return signedInBody(await this.commands.execute<ExchangeOidcCode, SignedIn>(new ExchangeOidcCode(code, origin)));
  }

  private get isEncrypted(): boolean {
    return this.config.publicUrl.startsWith('https:');
  }
}
