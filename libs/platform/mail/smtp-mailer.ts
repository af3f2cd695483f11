import { createTransport, type Transporter } from 'nodemailer';
import { toMessage } from './mail-message.ts';
import { type Mail, Mailer } from './mailer.ts';

/** Sends over SMTP; connections are few, kept and reused, and give up on a server that does not answer. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;
  private readonly from: string;

  constructor(url: string, from: string) {
    super();
    this.from = from;
    this.transport = createTransport({
      pool: true,
      maxConnections: 3,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      url,
    });
  }

  async send(mail: Mail): Promise<void> {
    await this.transport.sendMail(toMessage(mail, this.from));
  }

  close(): void {
    this.transport.close();
  }
}
