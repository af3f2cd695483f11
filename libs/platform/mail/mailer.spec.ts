import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderMailer } from './folder-mailer.ts';
import type { Mail } from './mailer.ts';
import { SmtpMailer } from './smtp-mailer.ts';

const FROM = 'Muster <muster@example.org>';
const MAIL: Mail = {
  to: 'ada@example.org',
  subject: 'Grüße aus dem Projekt',
  text: 'You have a new task.',
  html: '<p>You have a new task.</p>',
  messageId: 'task-42@muster.example.org',
};

describe('The folder for mails', () => {
  let folder: string;
  const files = () => readdirSync(join(folder, 'mail'));
  const read = (name: string) => readFileSync(join(folder, 'mail', name), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-mail-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds each mail as a file that mail programs open', async () => {
    await new FolderMailer(join(folder, 'mail'), FROM).send(MAIL);
    const [name] = files();
    expect(name).toMatch(/^[0-9a-f]{32}\.eml$/);
    const eml = read(name!);
    expect(eml).toContain('From: Muster <muster@example.org>');
    expect(eml).toContain('To: ada@example.org');
    expect(eml).toMatch(/Subject: =\?UTF-8\?Q\?Gr=C3=BC=C3=9Fe/);
    expect(eml).toContain('Message-ID: <task-42@muster.example.org>');
    expect(eml).toContain('Auto-Submitted: auto-generated');
    expect(eml).toContain('Content-Type: multipart/alternative');
    expect(statSync(join(folder, 'mail', name!)).mode & 0o777).toBe(0o600);
  });

  it('holds a mail that was sent twice once, and others beside it', async () => {
    const mailer = new FolderMailer(join(folder, 'mail'), FROM);
    await Promise.all([
      mailer.send(MAIL),
      mailer.send({ ...MAIL, messageId: undefined }),
      mailer.send({ ...MAIL, messageId: '../../x' }),
    ]);
    await mailer.send(MAIL);
    expect(files()).toHaveLength(3);
    expect(readdirSync(folder)).toEqual(['mail']);
  });

  it('lets no line break of a subject or address become a header', async () => {
    await new FolderMailer(join(folder, 'mail'), FROM).send({
      ...MAIL,
      to: 'ada@example.org\r\nBcc: eve@example.org',
      subject: 'Hello\r\nBcc: eve@example.org',
    });
    expect(read(files()[0]!)).not.toMatch(/^Bcc:/im);
  });
});

describe('The SMTP mailer', () => {
  let server: Server;
  let url: string;
  let received: string;
  const sockets = new Set<Socket>();

  /** The least of a mail server: it says yes to everything and keeps what it hears. */
  const answer = (socket: Socket): void => {
    sockets.add(socket);
    let inData = false;
    socket.write('220 fake\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk;
      if (inData && !received.endsWith('\r\n.\r\n')) return;
      inData = chunk.startsWith('DATA');
      socket.write(
        inData ? '354 go on\r\n' : chunk.startsWith('RCPT TO:<nobody') ? '550 no such person\r\n' : '250 fine\r\n',
      );
    });
  };

  beforeEach(async () => {
    received = '';
    server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `smtp://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('hands a mail over', async () => {
    const mailer = new SmtpMailer(url, FROM);
    await mailer.send(MAIL);
    mailer.close();
    expect(received).toContain('MAIL FROM:<muster@example.org>');
    expect(received).toContain('RCPT TO:<ada@example.org>');
    expect(received).toContain('Message-ID: <task-42@muster.example.org>');
    expect(received).toContain('You have a new task.');
  });

  it('says when the server refuses', async () => {
    const mailer = new SmtpMailer(url, FROM);
    await expect(mailer.send({ ...MAIL, to: 'nobody@example.org' })).rejects.toThrow('550 no such person');
    mailer.close();
  });

  it('says when nobody answers', async () => {
    const mailer = new SmtpMailer('smtp://127.0.0.1:1', FROM);
    await expect(mailer.send(MAIL)).rejects.toThrow('ECONNREFUSED');
    mailer.close();
  });
});
