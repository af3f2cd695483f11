import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import type { Config } from '#platform/config/config';
import { CONFIG } from '#platform/config/config.module';
import { FolderMailer } from './folder-mailer.ts';
import { Mailer } from './mailer.ts';
import { SmtpMailer } from './smtp-mailer.ts';

/** Mail by SMTP, or into a folder where there is none. */
@Global()
@Module({
  providers: [
    {
      provide: Mailer,
      inject: [CONFIG],
      useFactory: ({ smtpUrl, mailFrom, dataDir }: Config) =>
        smtpUrl ? new SmtpMailer(smtpUrl, mailFrom) : new FolderMailer(join(dataDir, 'mail'), mailFrom),
    },
  ],
  exports: [Mailer],
})
export class MailModule {}
