import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { Mailer } from '#platform/mail/mailer';
import { AccountMails, type Addressee } from '../application/account-mails.ts';

/** The letters of accounts, with links into the web app at the public address. */
@Injectable()
export class AccountLetters extends AccountMails {
  constructor(
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  verifyEmail(to: Addressee, token: string): Promise<void> {
    return this.send(to, 'Confirm your e-mail address', [
      'please confirm that this address is yours:',
      this.link('verify-email', token),
      'The link works once, for three days. If you did not sign up, ignore this message.',
    ]);
  }

  resetPassword(to: Addressee, token: string): Promise<void> {
    return this.send(to, 'Choose a new password', [
      'somebody, hopefully you, asked to replace your password. Choose a new one here:',
      this.link('reset-password', token),
      'The link works once, for one hour. If it was not you, ignore this message: nothing has changed.',
    ]);
  }

  passwordChanged(to: Addressee): Promise<void> {
    return this.send(to, 'Your password has been changed', [
      'your password has just been changed, and your other sessions have ended.',
      `If it was not you, choose a new one at once: ${this.config.publicUrl}/forgot-password`,
    ]);
  }

  private link(page: string, token: string): string {
    return `${this.config.publicUrl}/${page}?token=${token}`;
  }

  private send({ email, name }: Addressee, subject: string, paragraphs: string[]): Promise<void> {
    const text = [`Hello ${name},`, ...paragraphs, this.config.publicUrl].join('\n\n');
    return this.mailer.send({ to: email, subject, text: `${text}\n` });
  }
}
