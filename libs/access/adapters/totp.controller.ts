import { Actor, type Origin } from '#kernel/index';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { ListOf } from '#platform/http/fields';
import { Authenticated, Public } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { RateLimit } from '#platform/http/rate-limit';
import { text } from '#platform/http/shapes';
import type { SignedIn } from '../application/session-starter.ts';
import { ConfirmTotp, DisableTotp, EnrolTotp, type TotpEnrolment } from '../application/totp-enrolment.ts';
import { VerifySecondFactor } from '../application/totp-verify.ts';
import { signedInBody } from './auth-answers.ts';
import { OwnSession, RequestOrigin } from './auth-caller.ts';
import {
  ConfirmTotpBody,
  DisableTotpBody,
  PasswordBody,
  SignedInBody,
  TotpEnrolmentBody,
  VerifySecondFactorBody,
} from './auth.dto.ts';

/** The codes that replace the second factor, shown this once. */
class RecoveryCodesBody {
  @ListOf(text({ max: 40 }), { description: 'Each works once', example: ['7k2m-9xqa-4c1d-w8hz'] })
  recovery_codes: string[];
}

@ApiTags('Sign-in')
@Controller('api/v1/auth/totp')
export class TotpController {
  constructor(private readonly commands: CommandBus) {}

  @Post('verify')
  @HttpCode(200)
  @Public('the challenge and the code prove who calls')
  @RateLimit({ max: 60, perMinutes: 5 })
  @ApiOperation({ summary: 'The second step of a sign-in: a code of the app, or a recovery code' })
  @ApiOkResponse({ type: SignedInBody })
  @ApiProblems({ 422: ['wrong_code', 'token_refused'], 429: ['too_many_attempts'] })
  async verifySecondFactor(@Body() body: VerifySecondFactorBody, @RequestOrigin() origin: Origin) {
    const command = new VerifySecondFactor(body.challenge_token, body.code, origin);
    return signedInBody(await this.commands.execute<VerifySecondFactor, SignedIn>(command));
  }

  @Post('enrol')
  @HttpCode(200)
  @Authenticated('everybody may protect their own account')
  @ApiOperation({ summary: 'Prepares a second factor; it counts once `confirm` has seen a code' })
  @ApiOkResponse({ type: TotpEnrolmentBody })
  @ApiProblems({ 403: ['own_sign_in_needed'], 409: ['totp_already_on'], 422: ['wrong_password'] })
  enrolTotp(@CurrentActor() actor: Actor, @OwnSession() _session: string, @Body() { password }: PasswordBody) {
    return this.commands.execute<EnrolTotp, TotpEnrolment>(new EnrolTotp(actor, password));
  }

  @Post('confirm')
  @HttpCode(200)
  @Authenticated('everybody may protect their own account')
  @ApiOperation({ summary: 'Switches the second factor on, and answers with the recovery codes, this once' })
  @ApiOkResponse({ type: RecoveryCodesBody })
  @ApiProblems({ 403: ['own_sign_in_needed'], 409: ['totp_already_on', 'totp_not_enrolled'], 422: ['wrong_code'] })
  async confirmTotp(
    @CurrentActor() actor: Actor,
    @OwnSession() _session: string,
    @Body() { code }: ConfirmTotpBody,
  ): Promise<RecoveryCodesBody> {
    return { recovery_codes: await this.commands.execute<ConfirmTotp, string[]>(new ConfirmTotp(actor, code)) };
  }

  @Post('disable')
  @HttpCode(204)
  @Authenticated('everybody may decide on their own account')
  @ApiOperation({ summary: 'Switches the second factor off; needs the password and a code' })
  @ApiNoContentResponse()
  @ApiProblems({ 403: ['own_sign_in_needed'], 409: ['totp_not_enrolled'], 422: ['wrong_password', 'wrong_code'] })
  async disableTotp(
    @CurrentActor() actor: Actor,
    @OwnSession() _session: string,
    @Body() { password, code }: DisableTotpBody,
  ) {
    await this.commands.execute(new DisableTotp(actor, password, code));
  }
}
