import { type AssignmentPolicy, assignmentPolicy, defaultAssignmentPolicy } from '#assignment/index';
import { type DomainEvent, InvalidInput } from '#kernel/index';
import {
  defaultPerformancePolicy,
  defaultSkillPolicy,
  type LevelTable,
  type PerformancePolicy,
  skillLevels,
  type SkillPolicy,
  validLevels,
  validPerformancePolicy,
  validSkillPolicy,
} from '#scoring/index';

/** How an organization lets skills grow, judges performance and finds people for work. */
export interface OrganizationPolicies {
  readonly skills: SkillPolicy;
  readonly skill_levels: LevelTable;
  readonly performance: PerformancePolicy;
  readonly assignment: AssignmentPolicy;
}

/** The names of the policies, as they are stored and shown. */
export const policyNames = ['skills', 'skill_levels', 'performance', 'assignment'] as const;
export type PolicyName = (typeof policyNames)[number];

/** Policies as they are stored and shown: snake_case, and only what differs from the defaults. */
export type StoredPolicies = Partial<Record<PolicyName, unknown>>;

/** Where an organization keeps its policies. */
export abstract class Policies {
  abstract current(): Promise<OrganizationPolicies>;
  /** As stored; the version is that of the organization. */
  abstract stored(): Promise<{ policies: StoredPolicies; version: number }>;
  abstract save(policies: StoredPolicies, event: DomainEvent): Promise<void>;
}

const readers: { [Name in PolicyName]: (given: unknown) => OrganizationPolicies[Name] } = {
  skills: (given) => validSkillPolicy({ ...defaultSkillPolicy, ...known(given, defaultSkillPolicy) }),
  skill_levels: (given) => validLevels((given as LevelTable | undefined) ?? skillLevels),
  performance: (given) => {
    const { weights, ...rest } = known(given, defaultPerformancePolicy);
    const all = {
      ...defaultPerformancePolicy.weights,
      ...known(weights ?? {}, defaultPerformancePolicy.weights, '/weights'),
    };
    return validPerformancePolicy({ ...defaultPerformancePolicy, ...rest, weights: all });
  },
  assignment: (given) => assignmentPolicy(given),
};

/** Reads stored policies; what is absent has its default. Throws `InvalidInput` with the pointer as the wire spells it. */
export function readPolicies(stored: StoredPolicies): OrganizationPolicies {
  const entries = policyNames.map((name) => {
    try {
      return [name, stored[name] == null ? readers[name](defaults[name]) : readers[name](camelCased(stored[name]))];
    } catch (error) {
      throw error instanceof InvalidInput ? inPolicy(name, error) : error;
    }
  });
  return Object.fromEntries(entries) as OrganizationPolicies;
}

/** The policies in force, as the wire shows them. */
export function shownPolicies(policies: OrganizationPolicies): Record<PolicyName, unknown> {
  return snakeCased(policies) as Record<PolicyName, unknown>;
}

const defaults: OrganizationPolicies = {
  skills: defaultSkillPolicy,
  skill_levels: skillLevels,
  performance: defaultPerformancePolicy,
  assignment: defaultAssignmentPolicy,
};

function known<T extends object>(given: unknown, model: T, at = ''): Partial<T> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new InvalidInput(at, 'not_object', 'Must be an object.');
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(model, name)) {
      const detail = `"${snake(name)}" is unknown; known are ${Object.keys(model).map(snake).join(', ')}.`;
      throw new InvalidInput(`${at}/${name}`, 'unknown_name', detail);
    }
  }
  return given as Partial<T>;
}

function inPolicy(name: PolicyName, { code, message, errors }: InvalidInput): InvalidInput {
  const inner = errors[0]?.pointer ?? '';
  const pointer = `/${name}${snake(inner)}`;
  return new InvalidInput(pointer, code, inner ? message.replaceAll(inner, pointer) : message);
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

const snakeCased = (value: unknown): unknown => withKeys(value, snake);

/** Names of weights are those of factors and parts, which are spelled the same everywhere. */
const camelCased = (value: unknown): unknown => withKeys(value, camel, 'weights');

function withKeys(value: unknown, rename: (key: string) => string, except?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withKeys(item, rename, except));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), key === except ? item : withKeys(item, rename, except)]),
  );
}
