import { randomUUID } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './mailer.ts';

/** The message as nodemailer takes it: sent by a program, so no out-of-office answer comes back (RFC 3834). */
export function toMessage(mail: Mail, from: string): SendMailOptions & { messageId: string } {
  const { messageId = `${randomUUID()}@muster`, ...rest } = mail;
  return {
    ...rest,
    from,
    messageId: `<${messageId}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
