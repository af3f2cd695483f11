import { type GrantScope, type Permission, permissionCodes, type PermissionMeaning, type Rule } from '#kernel/index';
import type { RawBuilder } from 'kysely';
import type { Columns } from './casl.ts';

/** What there is to know about one kind of subject: its attributes, its fields, and where to find one by its id. */
export interface SubjectDescription {
  /** The table, under the alias that the columns use; its `organization_id` must be unambiguous. */
  from: RawBuilder<unknown>;
  /** The attributes that conditions may name; a kind that can be asked for by id has `id` among them. */
  columns: Columns;
  /** The fields that a permission may be narrowed to, as the wire spells them. */
  fields: readonly string[];
  /** Those of the fields that need a permission of their own. */
  guardedFields?: readonly string[];
}

/** What the permission codes mean and what they are about, gathered from the contexts that own the subjects. */
export class PermissionCatalogue {
  private readonly meanings: PermissionMeaning[] = [];
  private readonly subjects = new Map<string, SubjectDescription>();

  add(meaning: PermissionMeaning): void {
    this.meanings.push(meaning);
  }

  describe(subject: string, description: SubjectDescription): void {
    this.subjects.set(subject, description);
  }

  /** The rules that a code stands for in one scope. */
  rulesFor(code: Permission, scope: GrantScope): Rule[] {
    return this.meanings.flatMap((meaning) => meaning[code]?.(scope) ?? []);
  }

  /** Every kind of subject that some permission is about. */
  subjectTypes(): Set<string> {
    const codes = Object.keys(permissionCodes) as Permission[];
    const anywhere: GrantScope = { userId: '', where: () => ({}) };
    return new Set(codes.flatMap((code) => this.rulesFor(code, anywhere).map(({ subject }) => subject)));
  }

  subject(type: string): SubjectDescription | undefined {
    return this.subjects.get(type);
  }

  isGuarded(subject: string, field: string): boolean {
    return this.subjects.get(subject)?.guardedFields?.includes(field) ?? false;
  }

  hasAttribute(subject: string, attribute: string): boolean {
    const columns = this.subjects.get(subject)?.columns;
    return columns !== undefined && Object.hasOwn(columns, attribute);
  }
}
