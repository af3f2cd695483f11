import type { Readable } from 'node:stream';
import { BadParameter, DomainError } from '#kernel/index';
import { CsvError, type Info, parse } from 'csv-parse';
import type { StagedRow } from '../domain/task-imports.ts';

const STAGE_AT_ONCE = 200;
const LONGEST_RECORD = 1024 * 1024;

/** The columns of an upload, and its rows in bounded pieces. */
export interface Upload {
  columns: string[];
  pieces: AsyncIterable<StagedRow[]>;
}

/** Reads CSV as it comes in (RFC 4180, with comma, semicolon or tab); rows that break the form are kept as errors. */
export async function csvUpload(stream: Readable): Promise<Upload> {
  const broken: StagedRow[] = [];
  let number = 0;
  const parser = parse({
    bom: true,
    delimiter: [',', ';', '\t'],
    info: true,
    max_record_size: LONGEST_RECORD,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) broken.push(brokenRow(++number, error));
    },
  });
  stream.on('error', (error) => parser.destroy(error));
  const records = stream.pipe(parser)[Symbol.asyncIterator]() as AsyncIterator<{ record: string[]; info: Info }>;
  const header = await records.next();
  if (header.done) throw new EmptyUpload();
  const columns = header.value.record.map((name, index) => name.trim() || `column ${index + 1}`);
  let line = Number(header.value.info.lines);

  async function* pieces(): AsyncGenerator<StagedRow[]> {
    let piece: StagedRow[] = [];
    for (let next = await records.next(); !next.done; next = await records.next()) {
      const { record, info } = next.value;
      piece.push(...broken.splice(0), rowOf(++number, line, columns, record));
      line = Number(info.lines);
      if (piece.length < STAGE_AT_ONCE) continue;
      yield piece;
      piece = [];
    }
    yield [...piece, ...broken.splice(0)];
  }
  return { columns, pieces: pieces() };
}

/** Reads one JSON object a line (NDJSON), or the objects of a list. */
export async function jsonUpload(source: Readable | readonly unknown[]): Promise<Upload> {
  const rows: StagedRow[] = [];
  const columns = new Set<string>();
  let number = 0;
  for await (const [line, value] of objectsOf(source)) {
    number++;
    const data = asTexts(value);
    for (const name of Object.keys(data ?? {})) columns.add(name);
    rows.push(data ? { number, line, data } : { number, line, data: {}, errors: [notAnObject] });
  }
  if (rows.length === 0) throw new EmptyUpload();
  async function* pieces(): AsyncGenerator<StagedRow[]> {
    for (let at = 0; at < rows.length; at += STAGE_AT_ONCE) yield rows.slice(at, at + STAGE_AT_ONCE);
  }
  return { columns: [...columns], pieces: pieces() };
}

async function* objectsOf(source: Readable | readonly unknown[]): AsyncGenerator<[number, unknown]> {
  if (Array.isArray(source)) {
    for (const [index, value] of source.entries()) yield [index + 1, value];
    return;
  }
  let rest = '';
  let line = 0;
  for await (const chunk of (source as Readable).setEncoding('utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop()!;
    if (rest.length > LONGEST_RECORD) throw new BadParameter('body', 'line_too_long', 'A line has 1 MiB at most.');
    for (const text of lines) if (++line && text.trim()) yield [line, parsed(text)];
  }
  if (rest.trim()) yield [line + 1, parsed(rest)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asTexts(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const text = (one: unknown) => (Array.isArray(one) ? one.join(', ') : one == null ? '' : String(one));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, text(one)]));
}

function rowOf(number: number, line: number, columns: readonly string[], record: readonly string[]): StagedRow {
  const data = Object.fromEntries(
    columns.map((name, index) => [name, (record[index] ?? '').replaceAll('\0', '\uFFFD')]),
  );
  if (record.length === columns.length) return { number, line, data };
  const detail = `The row has ${record.length} columns, the header ${columns.length}.`;
  return { number, line, data: {}, errors: [{ column: null, code: 'wrong_column_count', detail }] };
}

function brokenRow(number: number, error: CsvError): StagedRow {
  const { lines, column } = error as CsvError & { lines?: number; column?: string | number };
  const errors = [
    { column: column === undefined ? null : String(column), code: 'malformed_csv', detail: error.message },
  ];
  return { number, line: lines ?? 0, data: {}, errors };
}

const notAnObject = { column: null, code: 'not_an_object', detail: 'The line is no JSON object.' };

class EmptyUpload extends DomainError {
  constructor() {
    super('invalid', 'empty_upload', 'The file holds no rows.');
  }
}
