import { Actor, type Origin } from '#kernel/index';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiCreatedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated, Public } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { RateLimit } from '#platform/http/rate-limit';
import { SignIn, type SecondFactorNeeded } from '../application/auth-sign-in.ts';
import { SignUp } from '../application/auth-sign-up.ts';
import { SwitchOrganization } from '../application/auth-switch-organization.ts';
import { RefreshSession } from '../application/session-refresh.ts';
import { RevokeAllSessions, RevokeSession } from '../application/session-revoke.ts';
import type { SignedIn } from '../application/session-starter.ts';
import type { Tokens } from '../application/session-tokens.ts';
import { SendEmailVerification } from '../application/verification-email.ts';
import { secondFactorBody, signedInBody, tokensBody } from './auth-answers.ts';
import { OwnSession, type PersonCaller, PersonSession, RequestOrigin } from './auth-caller.ts';
import {
  RefreshBody,
  SecondFactorNeededBody,
  SignedInBody,
  SignInBody,
  SignUpBody,
  SwitchOrganizationBody,
  TokensBody,
} from './auth.dto.ts';

@ApiTags('Sign-in')
@Controller('api/v1/auth')
export class AuthController {
  constructor(private readonly commands: CommandBus) {}

  @Post('sign-up')
  @Public('makes an account')
  @RateLimit({ max: 100, perMinutes: 15 })
  @ApiOperation({ summary: 'Makes an account and an organization that it owns' })
  @ApiCreatedResponse({ type: SignedInBody })
  @ApiProblems({ 409: ['email_taken'] })
  async signUp(@Body() body: SignUpBody, @RequestOrigin() origin: Origin) {
    const { organization_name: organizationName, ...person } = body;
    const signedIn = await this.commands.execute<SignUp, SignedIn>(new SignUp({ ...person, organizationName }, origin));
    await this.commands.execute(new SendEmailVerification(signedIn.user.id, origin));
    return signedInBody(signedIn);
  }

  @Post('sign-in')
  @HttpCode(200)
  @Public('proves who calls')
  @RateLimit({ max: 60, perMinutes: 5 })
  @ApiOperation({ summary: 'Opens a session by e-mail and password, or asks for the second factor' })
  @ApiExtraModels(SignedInBody, SecondFactorNeededBody)
  @ApiOkResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(SignedInBody) }, { $ref: getSchemaPath(SecondFactorNeededBody) }] },
  })
  @ApiProblems({ 401: ['invalid_credentials'], 403: ['no_membership'], 429: ['too_many_attempts'] })
  async signIn(@Body() { organization_id, ...credentials }: SignInBody, @RequestOrigin() origin: Origin) {
    const signIn = new SignIn({ ...credentials, organizationId: organization_id }, origin);
    const answer = await this.commands.execute<SignIn, SignedIn | SecondFactorNeeded>(signIn);
    return 'challengeToken' in answer ? secondFactorBody(answer) : signedInBody(answer);
  }

  @Post('refresh')
  @HttpCode(200)
  @Public('the refresh token proves who calls')
  @ApiOperation({ summary: 'Trades a refresh token for new tokens; used a second time, it ends the session' })
  @ApiOkResponse({ type: TokensBody })
  @ApiProblems({ 401: ['invalid_refresh_token', 'refresh_token_reused'] })
  async refreshSession(@Body() { refresh_token }: RefreshBody, @RequestOrigin() origin: Origin) {
    return tokensBody(await this.commands.execute<RefreshSession, Tokens>(new RefreshSession(refresh_token, origin)));
  }

  @Post('sign-out')
  @HttpCode(204)
  @Authenticated('everybody may leave')
  @ApiOperation({ summary: 'Ends the session' })
  @ApiNoContentResponse()
  async signOut(@CurrentActor() actor: Actor, @PersonSession() { sessionId }: PersonCaller) {
    await this.commands.execute(new RevokeSession(actor, sessionId, 'signed_out'));
  }

  @Post('sign-out-everywhere')
  @HttpCode(204)
  @Authenticated('everybody may leave')
  @ApiOperation({ summary: 'Ends all sessions of the caller; personal access tokens go on' })
  @ApiNoContentResponse()
  async signOutEverywhere(@CurrentActor() actor: Actor, @PersonSession() { within }: PersonCaller) {
    await this.commands.execute(new RevokeAllSessions(actor, within));
  }

  @Post('switch-organization')
  @HttpCode(200)
  @Authenticated('leads only where the caller is a member')
  @ApiOperation({ summary: 'Opens a further session in another organization of the caller' })
  @ApiOkResponse({ type: SignedInBody })
  @ApiProblems({ 403: ['no_membership', 'own_sign_in_needed'] })
  async switchOrganization(
    @CurrentActor() actor: Actor,
    @OwnSession() _session: string,
    @Body() { organization_id }: SwitchOrganizationBody,
  ) {
    const command = new SwitchOrganization(actor, organization_id);
    return signedInBody(await this.commands.execute<SwitchOrganization, SignedIn>(command));
  }
}
