/** A notification as a mail tells it. */
export interface MailedNotification {
  id: string;
  title: string;
  message: string;
  actionUrl: string | null;
  count: number;
}

/** Subject and body of a mail, as plain text and as simple HTML. */
export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

/** One mail on one notification, or a digest of several, the latest first. */
export function notificationMail(
  notifications: readonly [MailedNotification, ...MailedNotification[]],
  { publicUrl, organization }: { publicUrl: string; organization: string },
): MailContent {
  const [first, ...others] = notifications;
  const subject = others.length === 0 ? first.title : `${notifications.length} news from ${organization}`;
  const settings = `${publicUrl}/settings/notifications`;
  const footer = `You get this from ${organization} on Muster. Choose what you hear of:`;
  const text = [...notifications.map((each) => asText(each, publicUrl)), `--\n${footer} ${settings}`].join('\n\n');
  const html = `<!doctype html>
<html lang="en"><body style="font-family: sans-serif; max-width: 40em">
${notifications.map((each) => asHtml(each, publicUrl)).join('\n')}
<hr><p style="color: #666; font-size: 85%">${escaped(footer)} <a href="${escaped(settings)}">settings</a></p>
</body></html>`;
  return { subject: oneLine(subject), text, html };
}

function asText({ title, message, actionUrl, count }: MailedNotification, publicUrl: string): string {
  const lines = [times(title, count), message, actionUrl && `${publicUrl}${actionUrl}`];
  return lines.filter(Boolean).join('\n');
}

function asHtml({ title, message, actionUrl, count }: MailedNotification, publicUrl: string): string {
  const heading = escaped(times(title, count));
  const linked = actionUrl ? `<a href="${escaped(publicUrl + actionUrl)}">${heading}</a>` : heading;
  return `<p><strong>${linked}</strong><br>${escaped(message)}</p>`;
}

const times = (title: string, count: number) => (count > 1 ? `${title} (${count}×)` : title);
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!);
