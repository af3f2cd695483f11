import type { AuditEntryBody } from './audit.dto.ts';

const columns = [
  'position', 'occurred_at', 'action', 'actor_id', 'actor_name', 'subject_type', 'subject_id', 'project_id', 'changes',
  'ip', 'user_agent', 'request_id',
] as const; // prettier-ignore

/** Entries as CSV (RFC 4180), with a line of names first. */
export async function* asCsv(pages: AsyncIterable<AuditEntryBody[]>): AsyncGenerator<string> {
  yield `${columns.join(',')}\r\n`;
  for await (const page of pages) yield page.map(csvLine).join('');
}

/** Entries as one JSON list. */
export async function* asJson(pages: AsyncIterable<AuditEntryBody[]>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const page of pages) {
    for (const entry of page) {
      yield separator + JSON.stringify(entry);
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function csvLine({ actor, changes, ...entry }: AuditEntryBody): string {
  const flat: Record<(typeof columns)[number], unknown> = {
    ...entry,
    actor_id: actor?.id,
    actor_name: actor?.name,
    changes: changes && JSON.stringify(changes),
  };
  return `${columns.map((name) => csvField(flat[name])).join(',')}\r\n`;
}

/** Spreadsheets run what begins like a formula; an apostrophe makes it text again (OWASP, CSV injection). */
function csvField(value: unknown): string {
  const text = value == null ? '' : String(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
