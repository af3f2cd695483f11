import type { GrantScope, Permission, Rule } from '#kernel/index';
import type { Meaning } from './grants.ts';

/** How the values of an attribute look. */
export type AttributeType = 'uuid' | 'text' | 'numeric' | 'boolean' | 'uuid[]' | 'text[]';

/** What a permission may be narrowed by on one kind of subject. */
export interface SubjectShape {
  columns: Readonly<Record<string, { type: AttributeType }>>;
  fields: readonly string[];
}

/** What the permission codes mean, and what the subjects they are about look like. */
export abstract class Permissions implements Meaning {
  abstract rulesFor(code: Permission, scope: GrantScope): Rule[];
  abstract hasAttribute(subject: string, attribute: string): boolean;
  abstract isGuarded(subject: string, field: string): boolean;
  abstract subject(type: string): SubjectShape | undefined;
}
