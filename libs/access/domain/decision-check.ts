import { type Condition, type Conditions, InvalidInput, type Permission } from '#kernel/index';
import type { Permissions, AttributeType, SubjectShape } from './permissions.ts';

/** A decision as somebody wrote it down. */
interface Given {
  permission: Permission;
  conditions?: Conditions | null;
  fields?: readonly string[] | null;
}

const OPERATORS = ['$in', '$ne', '$lt', '$lte', '$gt', '$gte'];
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_VALUES = 100;

/** What a permission may be narrowed by: attributes for conditions, as the wire spells them, and fields. */
export function narrowableBy(
  permission: Permission,
  permissions: Permissions,
): { attributes: string[]; fields: string[] } {
  const { shapes, taken } = aboutOf(permission, permissions);
  const attributes = shapes.flatMap(({ columns }) =>
    Object.keys(columns)
      .filter((name) => !taken.has(name))
      .map(snake),
  );
  return { attributes: [...new Set(attributes)].sort(), fields: [...new Set(shapes.flatMap(({ fields }) => fields))] };
}

/** Refuses conditions and fields that the permission's subjects do not have, with a pointer below `at`. */
export function checkDecision({ permission, conditions, fields }: Given, permissions: Permissions, at: string): void {
  const { shapes, taken } = aboutOf(permission, permissions);
  for (const [name, condition] of Object.entries(conditions ?? {})) {
    checkCondition(name, condition, { shapes, taken, permission, at: `${at}/conditions/${snake(name)}` });
  }
  const known = new Set(shapes.flatMap((shape) => shape.fields));
  for (const [index, field] of (fields ?? []).entries()) {
    if (known.has(field)) continue;
    const detail = `"${field}" is no field that "${permission}" could be narrowed to. ${listed(known)}`;
    throw new InvalidInput(`${at}/fields/${index}`, 'unknown_field', detail);
  }
}

/** Refuses a decision on single tasks that has nothing to do with tasks. */
export function checkTaskDecision({ permission }: Given, permissions: Permissions, at: string): void {
  const rules = permissions.rulesFor(permission, { userId: '', where: () => ({}) });
  if (rules.some(({ subject }) => subject === 'Task')) return;
  throw new InvalidInput(`${at}/permission`, 'not_about_tasks', `"${permission}" says nothing about a single task.`);
}

/** The subjects of a permission, and the attributes that it speaks of itself. */
function aboutOf(permission: Permission, permissions: Permissions) {
  const rules = permissions.rulesFor(permission, { userId: '', where: () => ({}) });
  return {
    shapes: [...new Set(rules.map(({ subject }) => subject))].flatMap((type) => permissions.subject(type) ?? []),
    taken: new Set(['id', 'projectId', ...rules.flatMap((rule) => Object.keys(rule.conditions ?? {}))]),
  };
}

interface Context {
  shapes: readonly SubjectShape[];
  taken: ReadonlySet<string>;
  permission: Permission;
  at: string;
}

function checkCondition(name: string, condition: Condition, { shapes, taken, permission, at }: Context): void {
  if (taken.has(name)) {
    const detail = `"${snake(name)}" is decided by the permission itself or by where the decision holds.`;
    throw new InvalidInput(at, 'attribute_taken', detail);
  }
  const types = shapes.flatMap(({ columns }) => (Object.hasOwn(columns, name) ? columns[name]!.type : []));
  if (types.length === 0) {
    const known = shapes.flatMap(({ columns }) =>
      Object.keys(columns)
        .filter((each) => !taken.has(each))
        .map(snake),
    );
    const detail = `"${snake(name)}" is no attribute that "${permission}" could depend on. ${listed(new Set(known))}`;
    throw new InvalidInput(at, 'unknown_attribute', detail);
  }
  const fault = types.map((type) => faultOf(condition, type)).find(Boolean);
  if (fault) throw new InvalidInput(at, 'invalid_condition', fault);
}

/** What is wrong with a condition on an attribute of that type, as a sentence. */
function faultOf(condition: Condition, type: AttributeType): string | undefined {
  const isList = type.endsWith('[]');
  const mayBeNull = !isList;
  if (typeof condition !== 'object' || condition === null) return valueFault(condition, type, mayBeNull);
  const [operator, ...others] = Object.keys(condition);
  if (!operator || others.length > 0 || !OPERATORS.includes(operator)) {
    return `Give a value, or one of ${OPERATORS.join(', ')} with a value.`;
  }
  const value = (condition as Record<string, unknown>)[operator];
  if (operator === '$in') {
    if (!Array.isArray(value) || value.length > MOST_VALUES) return `$in takes a list of up to ${MOST_VALUES} values.`;
    return value.map((each) => valueFault(each, type, false)).find(Boolean);
  }
  if (operator !== '$ne' && type !== 'numeric') return `${operator} compares numbers only.`;
  return valueFault(value, type, operator === '$ne' && mayBeNull);
}

function valueFault(value: unknown, type: AttributeType, mayBeNull: boolean): string | undefined {
  if (value === null) return mayBeNull ? undefined : 'Must not be null.';
  switch (type) {
    case 'numeric':
      return Number.isFinite(value) && Math.abs(value as number) <= 1e15 ? undefined : 'Must be a number.';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'Must be true or false.';
    case 'uuid':
    case 'uuid[]':
      return typeof value === 'string' && UUID.test(value) ? undefined : 'Must be an id (UUID in lower case).';
    case 'text':
    case 'text[]':
      return typeof value === 'string' && value.length <= 255 ? undefined : 'Must be a text of up to 255 characters.';
  }
}

const listed = (names: ReadonlySet<string>) => (names.size > 0 ? `Known are: ${[...names].join(', ')}.` : '');
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
