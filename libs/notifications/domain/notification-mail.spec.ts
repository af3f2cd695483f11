import { describe, expect, it } from '@jest/globals';
import { notificationMail } from './notification-mail.ts';

const place = { publicUrl: 'https://muster.example.org', organization: 'Engines & Co' };
const assigned = { id: '1', title: 'WEB-1 is yours', message: 'Ada gave you “<b>&”.', actionUrl: '/tasks/1', count: 1 };
const comment = { id: '2', title: 'New comment on WEB-2', message: 'Lin: Look', actionUrl: null, count: 3 };

describe('A mail', () => {
  it('on one notification bears its title and leads to it', () => {
    const { subject, text, html } = notificationMail([assigned], place);
    expect(subject).toBe('WEB-1 is yours');
    expect(text).toContain('WEB-1 is yours\nAda gave you “<b>&”.\nhttps://muster.example.org/tasks/1\n');
    expect(html).toContain('<a href="https://muster.example.org/tasks/1">WEB-1 is yours</a>');
    expect(html).toContain('Ada gave you “&lt;b&gt;&amp;”.');
  });

  it('on several is a digest, with repetitions counted', () => {
    const { subject, text } = notificationMail([assigned, comment], place);
    expect(subject).toBe('2 news from Engines & Co');
    expect(text).toContain('New comment on WEB-2 (3×)\nLin: Look');
  });

  it('never lets a title break out of its header line', () => {
    expect(notificationMail([{ ...assigned, title: 'A\r\nBcc: eve@example.org' }], place).subject).toBe(
      'A Bcc: eve@example.org',
    );
  });
});
