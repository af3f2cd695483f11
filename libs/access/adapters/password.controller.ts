import { Actor, type Origin } from '#kernel/index';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated, Public } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { RateLimit } from '#platform/http/rate-limit';
import { ChangePassword } from '../application/password-change.ts';
import { RequestPasswordReset, ResetPassword } from '../application/password-reset.ts';
import { SendEmailVerification, VerifyEmail } from '../application/verification-email.ts';
import { OwnSession, RequestOrigin } from './auth-caller.ts';
import { ChangePasswordBody, RequestPasswordResetBody, ResetPasswordBody, VerifyEmailBody } from './auth.dto.ts';

@ApiTags('Sign-in')
@Controller('api/v1/auth')
export class PasswordController {
  constructor(private readonly commands: CommandBus) {}

  @Post('password-reset')
  @HttpCode(202)
  @Public('for whoever cannot sign in')
  @RateLimit({ max: 20, perMinutes: 15 })
  @ApiOperation({
    summary: 'Sends a letter to choose a new password, where such an account exists; the answer is always the same',
  })
  @ApiAcceptedResponse()
  async requestPasswordReset(@Body() { email }: RequestPasswordResetBody, @RequestOrigin() origin: Origin) {
    await this.commands.execute(new RequestPasswordReset(email, origin));
  }

  @Post('password-reset/confirm')
  @HttpCode(204)
  @Public('the token of the letter proves who calls')
  @RateLimit({ max: 60, perMinutes: 15 })
  @ApiOperation({ summary: 'Sets a new password by the token of the letter, and ends all sessions' })
  @ApiNoContentResponse()
  @ApiProblems({ 422: ['token_refused'] })
  async resetPassword(@Body() { token, password }: ResetPasswordBody, @RequestOrigin() origin: Origin) {
    await this.commands.execute(new ResetPassword(token, password, origin));
  }

  @Post('password')
  @HttpCode(204)
  @Authenticated('everybody may change their own')
  @ApiOperation({ summary: 'Changes the password, and ends the other sessions' })
  @ApiNoContentResponse()
  @ApiProblems({ 403: ['own_sign_in_needed'], 422: ['wrong_password'], 429: ['too_many_attempts'] })
  async changePassword(
    @CurrentActor() actor: Actor,
    @OwnSession() sessionId: string,
    @Body() { current_password, new_password }: ChangePasswordBody,
  ) {
    await this.commands.execute(new ChangePassword(actor, sessionId, current_password, new_password));
  }

  @Post('email-verification')
  @HttpCode(202)
  @Authenticated('everybody may prove their own address')
  @RateLimit({ max: 20, perMinutes: 15 })
  @ApiOperation({ summary: 'Sends the letter that proves the e-mail address once more' })
  @ApiAcceptedResponse()
  async sendEmailVerification(@CurrentActor() { userId, origin }: Actor) {
    await this.commands.execute(new SendEmailVerification(userId, origin));
  }

  @Post('email-verification/confirm')
  @HttpCode(204)
  @Public('the token of the letter proves who calls')
  @RateLimit({ max: 60, perMinutes: 15 })
  @ApiOperation({ summary: 'Proves the e-mail address by the token of the letter' })
  @ApiNoContentResponse()
  @ApiProblems({ 422: ['token_refused'] })
  async verifyEmail(@Body() { token }: VerifyEmailBody, @RequestOrigin() origin: Origin) {
    await this.commands.execute(new VerifyEmail(token, origin));
  }
}
