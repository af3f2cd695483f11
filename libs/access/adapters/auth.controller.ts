import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '#platform/http/needs';
import { type SignedIn, SignIn } from '../application/sign-in.ts';
import { TokenIssuer, type Tokens } from '../application/token-issuer.ts';
import { RefreshBody, SignedInBody, SignInBody, SignUpBody, TokensBody } from './auth.dto.ts';

@ApiTags('Sign-in')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly door: SignIn,
    private readonly issuer: TokenIssuer,
  ) {}

  @Post('sign-up')
  @Public('makes an account')
  @ApiOperation({ summary: 'Makes an account and an organization that it owns' })
  @ApiCreatedResponse({ type: SignedInBody })
  async signUp(@Body() body: SignUpBody, @Req() request: FastifyRequest) {
    const { organization_name: organizationName, ...account } = body;
    return signedInBody(await this.door.signUp({ ...account, organizationName }, originOf(request)));
  }

  @Post('sign-in')
  @HttpCode(200)
  @Public('proves who calls')
  @ApiOperation({ summary: 'Opens a session by e-mail and password' })
  @ApiOkResponse({ type: SignedInBody })
  async signIn(@Body() { organization_id, ...credentials }: SignInBody, @Req() request: FastifyRequest) {
    const organizationId = organization_id;
    return signedInBody(await this.door.signIn({ ...credentials, organizationId }, originOf(request)));
  }

  @Post('refresh')
  @HttpCode(200)
  @Public('proves who calls')
  @ApiOperation({ summary: 'Trades a refresh token for new tokens; it works once' })
  @ApiOkResponse({ type: TokensBody })
  async refresh(@Body() { refresh_token }: RefreshBody) {
    return tokensBody(await this.issuer.refresh(refresh_token));
  }
}

const originOf = ({ ip, id, headers }: FastifyRequest) => ({ ip, requestId: id, userAgent: headers['user-agent'] });

const tokensBody = ({ accessToken, refreshToken, expiresIn }: Tokens): TokensBody => ({
  access_token: accessToken,
  refresh_token: refreshToken,
  token_type: 'Bearer',
  expires_in: expiresIn,
});

const signedInBody = ({ tokens, user, organization: { organizationId, name, slug } }: SignedIn): SignedInBody => ({
  ...tokensBody(tokens),
  user,
  organization: { id: organizationId, name, slug },
});
