import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { toMessage } from './mail-message.ts';
import { type Mail, Mailer } from './mailer.ts';

/** Puts each mail as an .eml file into a folder, for machines without a mail server; a mail sent twice is one file. */
export class FolderMailer extends Mailer {
  private readonly transport = createTransport({ streamTransport: true, buffer: true });
  private readonly folder: string;
  private readonly from: string;

  constructor(folder: string, from: string) {
    super();
    this.folder = folder;
    this.from = from;
  }

  async send(mail: Mail): Promise<void> {
    const message = toMessage(mail, this.from);
    const { message: bytes } = await this.transport.sendMail(message);
    const file = join(this.folder, nameOf(message.messageId));
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.tmp`, bytes, { mode: 0o600 });
    await rename(`${file}.tmp`, file); // whoever watches the folder sees whole mails only
  }
}

/** From the message id, but safe as a file name whatever that holds. */
const nameOf = (messageId: string): string =>
  `${createHash('sha256').update(messageId).digest('hex').slice(0, 32)}.eml`;
