import { type Conditions, type Permission, permissionCodes } from '#kernel/index';
import { ApiExtraModels } from '@nestjs/swagger';
import { applyDecorators } from '@nestjs/common';
import { Choice, type FieldOptions, JsonObject, ListOf, object } from '#platform/http/fields';
import { choice, type Shape, text } from '#platform/http/shapes';
import type { Decision } from '../domain/permission-override.ts';
import { decisionOf, type RoleEntry } from '../domain/standing.ts';

const codes = Object.keys(permissionCodes) as Permission[];

/** A permission that is granted or denied, on some subjects or fields only where it says so. */
export class DecisionBody {
  @Choice(codes, { example: 'view_costs' })
  permission: Permission;

  @Choice(['allow', 'deny'], { optional: true, default: 'allow', example: 'allow' })
  effect?: 'allow' | 'deny';

  @JsonObject({
    optional: true,
    nullable: true,
    description: 'Attributes that the subject must have: a value, or one of $in, $ne, $lt, $lte, $gt, $gte',
    example: { status: { $ne: 'done' }, cost_minor: { $lt: 100000 } },
  })
  conditions?: Record<string, unknown> | null;

  @ListOf(text({ max: 60, min: 1 }), {
    max: 50,
    optional: true,
    nullable: true,
    description: 'The only fields that it is about',
    example: ['cost'],
  })
  fields?: string[] | null;
}

const code = choice(codes);
const decision = object(DecisionBody);

/** A permission code, or more about one. */
const entry: Shape = {
  schema: { anyOf: [code.schema, decision.schema] },
  faults: (value) => (typeof value === 'string' ? code : decision).faults(value),
};

/** A field with permissions: codes, or decisions in full. */
export const PermissionEntries = (options: FieldOptions = {}) => {
  const list = ListOf(entry, {
    max: 200,
    example: ['view_tasks', { permission: 'view_costs', effect: 'deny' }],
    ...options,
  });
  return applyDecorators(list, (target: object) => ApiExtraModels(DecisionBody)(target.constructor as never));
};

/** A permission as the wire writes it. */
export type EntryBody = Permission | DecisionBody;

/** An entry of a role, in the words of the domain. */
export function readEntry(given: EntryBody): RoleEntry {
  if (typeof given === 'string') return given;
  const { permission, effect, conditions, fields } = given;
  return {
    permission,
    ...(effect && { effect }),
    ...(conditions && { conditions: renamed(conditions, camel) }),
    ...(fields?.length && { fields }),
  };
}

/** A decision with its defaults spelled out, in the words of the domain. */
export function readDecision(given: EntryBody): Decision {
  const { permission, effect = 'allow', conditions = null, fields = null } = decisionOf(readEntry(given));
  return { permission, effect, conditions, fields };
}

/** Conditions as the wire writes them. */
export const shownConditions = (conditions: Conditions | null | undefined) =>
  conditions ? renamed(conditions, snake) : null;

/** An entry of a role as the wire writes it. */
export const shownEntry = (given: RoleEntry): EntryBody =>
  typeof given === 'string'
    ? given
    : ({ ...given, ...(given.conditions && { conditions: renamed(given.conditions, snake) }) } as DecisionBody);

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const renamed = (conditions: Readonly<Record<string, unknown>>, rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(conditions).map(([name, value]) => [rename(name), value])) as Conditions;
