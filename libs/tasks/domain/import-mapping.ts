import { type Priority, priorities } from './task.ts';

/** What a column can become. */
export const importTargets = [
  'external_id', 'title', 'description', 'status', 'priority', 'difficulty', 'estimate_hours', 'start_date', 'due_date',
  'labels', 'assignee_email', 'skills',
] as const; // prettier-ignore
export type ImportTarget = (typeof importTargets)[number];

/** A skill that a row needs when one of the words stands in it. */
export interface SkillRule {
  words: readonly string[];
  skill: string;
  level?: number;
  mandatory?: boolean;
}

/** How rows become tasks. */
export interface ImportSettings {
  /** Target → name of the column it is read from. */
  mapping: Partial<Record<ImportTarget, string>>;
  /** Multiplies the estimate's column, where that counts points. */
  hoursPerPoint: number;
  /** Where the words of the skill rules are looked for. */
  skillsFrom: 'labels' | 'title' | 'text';
  skillRules: readonly SkillRule[];
}

/** What is wrong with one cell. */
export interface RowError {
  column: string | null;
  code: string;
  detail: string;
}

/** A row that can become a task. */
export interface ReadRow {
  externalId: string;
  title: string;
  description: string;
  status?: string;
  priority?: Priority;
  difficulty?: number;
  estimateHours?: number;
  startDate?: string;
  dueDate?: string;
  labels: string[];
  assigneeEmail?: string;
  skills: { name: string; level?: number; mandatory?: boolean }[];
}

const synonyms: Record<ImportTarget, readonly string[]> = {
  external_id: ['issuekey', 'issue key', 'key', 'id', 'external id', 'task id'],
  title: ['title', 'summary', 'name', 'task name', 'subject'],
  description: ['description', 'body', 'notes', 'details'],
  status: ['status', 'state', 'section', 'column', 'list'],
  priority: ['priority'],
  difficulty: ['difficulty', 'storypoint', 'storypoints', 'story points', 'points'],
  estimate_hours: ['estimate', 'estimate hours', 'estimated hours', 'original estimate'],
  start_date: ['start date', 'start'],
  due_date: ['due date', 'due', 'deadline'],
  labels: ['labels', 'tags', 'components'],
  assignee_email: ['assignee email', 'assignee', 'assigned to'],
  skills: ['skills', 'required skills'],
};

const normal = (name: string) =>
  name
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ')
    .trim();

/** The mapping that the names of the columns suggest. O(columns × targets). */
export function suggestMapping(columns: readonly string[]): ImportSettings['mapping'] {
  const suggested = importTargets.map((target) => {
    const column = synonyms[target].map((name) => columns.find((one) => normal(one) === name)).find(Boolean);
    return [target, column];
  });
  return Object.fromEntries(suggested.filter(([, column]) => column));
}

/** Reads one row; everything that is wrong with it at once. */
export function readRow(
  raw: Readonly<Record<string, string>>,
  settings: ImportSettings,
  statuses: readonly string[],
): { row?: ReadRow; errors: RowError[] } {
  const errors: RowError[] = [];
  const cell = (target: ImportTarget): string | undefined => {
    const column = settings.mapping[target];
    const text = column === undefined ? undefined : raw[column]?.trim();
    return text === undefined || text === '' || text.toUpperCase() === 'NULL' ? undefined : text;
  };
  const fault = (target: ImportTarget, code: string, detail: string) =>
    errors.push({ column: settings.mapping[target] ?? null, code, detail });
  const number = (target: ImportTarget, factor: number, low: number, high: number): number | undefined => {
    const text = cell(target);
    if (text === undefined) return undefined;
    const value = Number(text.replace(',', '.')) * factor;
    if (Number.isFinite(value) && value >= low && value <= high) return value;
    fault(target, 'invalid_number', `"${shortened(text)}" is no number from ${low} to ${high}.`);
    return undefined;
  };
  const day = (target: ImportTarget): string | undefined => {
    const text = cell(target);
    if (text === undefined || isDate(text)) return text;
    fault(
      target,
      'invalid_date',
      `"${shortened(text)}" is no date like 2026-12-01 or moment like 2026-12-01T09:00:00Z.`,
    );
    return undefined;
  };

  const title = cell('title');
  if (!title) fault('title', 'required', 'A task needs a title.');
  else if (title.length > 500) fault('title', 'too_long', 'A title has 500 characters at most.');
  const description = cell('description') ?? '';
  if (description.length > 50_000) fault('description', 'too_long', 'A description has 50,000 characters at most.');
  if (Object.values(raw).some((value) => value.includes('\0'))) {
    errors.push({ column: null, code: 'invalid_character', detail: 'The row contains a NUL character.' });
  }
  const status = cell('status') && statusKey(cell('status')!, statuses);
  if (status === null)
    fault('status', 'unknown_status', `The project has no such status. It has: ${statuses.join(', ')}.`);
  const priority = cell('priority')?.toLowerCase() as Priority | undefined;
  if (priority && !priorities.includes(priority)) {
    fault('priority', 'unknown_value', `"${shortened(priority)}" is no priority. Use: ${priorities.join(', ')}.`);
  }
  const difficulty = number('difficulty', 1, 0, 1000);
  const estimateHours = number('estimate_hours', settings.hoursPerPoint, 0, 100_000);
  const [startDate, dueDate] = [day('start_date'), day('due_date')];
  const labels = listOf(cell('labels'));
  if (errors.length > 0) return { errors };
  const row: ReadRow = {
    externalId: cell('external_id') ?? fingerprint(raw),
    title: title!,
    description,
    status: status ?? undefined,
    priority,
    difficulty: difficulty === undefined ? undefined : Math.min(10, Math.max(1, Math.round(difficulty))),
    estimateHours,
    startDate,
    dueDate,
    labels,
    assigneeEmail: cell('assignee_email')?.toLowerCase(),
    skills: [
      ...listOf(cell('skills')).map((name) => ({ name })),
      ...inferSkills(settings, title!, description, labels),
    ],
  };
  return { row, errors };
}

/** The skills whose words stand in the row, each once. */
function inferSkills(
  { skillRules, skillsFrom }: ImportSettings,
  title: string,
  description: string,
  labels: readonly string[],
): ReadRow['skills'] {
  const place = { labels: labels.join('\n'), title, text: `${title}\n${description}\n${labels.join('\n')}` }[
    skillsFrom
  ];
  const text = ` ${place.toLowerCase()} `;
  return skillRules
    .filter(({ words }) => words.some((word) => containsWord(text, word.toLowerCase())))
    .map(({ skill, level, mandatory }) => ({ name: skill, level, mandatory }));
}

const isWordCharacter = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}_]/u.test(character);

/** Whether the word stands by itself; "c++" and "go" must not match inside other words. */
function containsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + word.length])) return true;
  }
  return false;
}

const listOf = (text: string | undefined) => [
  ...new Set(
    (text ?? '')
      .split(/[,;|]/)
      .map((part) => part.trim().slice(0, 60))
      .filter(Boolean),
  ),
];

function statusKey(text: string, statuses: readonly string[]): string | null {
  const wanted = normal(text);
  return statuses.find((key) => normal(key) === wanted) ?? null;
}

const isDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text) &&
  !Number.isNaN(Date.parse(text));

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

/** Names a row without a key by its content (FNV-1a, 64 bits), so that a repeated import finds it again. */
function fingerprint(raw: Readonly<Record<string, string>>): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of JSON.stringify(Object.entries(raw).sort())) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0)!)) * 0x100000001b3n);
  }
  return `row-${hash.toString(16).padStart(16, '0')}`;
}
