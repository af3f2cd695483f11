import { Type } from '@mikro-orm/postgresql';

/** A moment, stored as timestamptz. */
export class InstantType extends Type<Temporal.Instant | null, string | null> {
  override convertToDatabaseValue(value: Temporal.Instant | string | null | undefined): string | null {
    return value == null ? null : value.toString();
  }

  override convertToJSValue(value: string | null): Temporal.Instant | null {
    return value == null ? null : Temporal.Instant.from(value);
  }

  override compareAsType(): string {
    return 'string';
  }

  override getColumnType(): string {
    return 'timestamptz';
  }
}

/** Plain data, stored as jsonb; PostgreSQL's driver parses it, so only the way in needs work. */
export class JsonbType<T> extends Type<T, string | null> {
  override convertToDatabaseValue(value: T): string | null {
    if (value == null) return null;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  override convertToJSValue(value: string | null): T {
    return typeof value === 'string' ? (JSON.parse(value) as T) : (value as T);
  }

  override compareAsType(): string {
    return 'string';
  }

  override ensureComparable(): boolean {
    return true;
  }

  override getColumnType(): string {
    return 'jsonb';
  }
}

/** A list of short texts or ids, stored as a PostgreSQL array. */
export class ListType extends Type<string[], string> {
  constructor(private readonly element: 'text' | 'uuid') {
    super();
  }

  override convertToDatabaseValue(value: string[] | string): string {
    if (!Array.isArray(value)) return value;
    return `{${value.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
  }

  override convertToJSValue(value: string[] | string): string[] {
    return value as string[];
  }

  override compareAsType(): string {
    return 'string';
  }

  override ensureComparable(): boolean {
    return true;
  }

  override getColumnType(): string {
    return `${this.element}[]`;
  }
}
