import type { Changes } from '#kernel/index';

const SECRET = /password|secret|token|recovery|credential/i;
const PERSONAL = new Set(['email', 'phone', 'address', 'birth_date']);

/** The same changes with secrets gone and personal data shortened to what still identifies the change. */
export function masked(changes: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).map(([field, [before, after]]) => [field, [hide(field, before), hide(field, after)]]),
  );
}

function hide(field: string, value: unknown): unknown {
  if (value == null) return value;
  if (SECRET.test(field)) return '***';
  if (PERSONAL.has(field) && typeof value === 'string') return `${value.slice(0, 1)}***`;
  return value;
}
