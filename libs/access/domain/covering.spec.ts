import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Condition, may, type Rule } from '#kernel/index';
import { covers } from './covering.ts';

const ids = ['a', 'b', 'c'];
const statuses = ['todo', 'done'];
const oneOf = (values: string[]): fc.Arbitrary<Condition> =>
  fc.oneof(
    fc.constantFrom(...values),
    fc.record({ $in: fc.subarray(values) }),
    fc.record({ $ne: fc.constantFrom(...values) }),
  );
const conditions = fc.record({ projectId: oneOf(ids), status: oneOf(statuses) }, { requiredKeys: [] });
const fields = fc.option(fc.subarray(['title', 'cost'], { minLength: 1 }), { nil: undefined });
const rule = fc
  .record({ conditions, fields, inverted: fc.boolean() })
  .map(({ conditions, fields, inverted }): Rule => ({ ...may('view', 'Task', conditions, fields), inverted }));

/** The plain meaning of rules, on a world small enough to look at every subject in it. */
function can(rules: readonly Rule[], subject: Record<string, string>, field: string): boolean {
  const decisive = rules.findLast(
    (one) => (!one.fields || one.fields.includes(field)) && meets(subject, one.conditions ?? {}),
  );
  return decisive !== undefined && !decisive.inverted;
}

function meets(subject: Record<string, string>, wanted: Record<string, Condition>): boolean {
  return Object.entries(wanted).every(([name, condition]) => {
    if (typeof condition !== 'object' || condition === null) return subject[name] === condition;
    if ('$in' in condition) return condition.$in.includes(subject[name]);
    return '$ne' in condition && subject[name] !== condition.$ne;
  });
}

const world = ids.flatMap((projectId) => statuses.map((status) => ({ projectId, status })));

describe('Who holds a permission', () => {
  it('never lacks anything of what it gives', () => {
    let covered = 0;
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 5 }), rule, (held, { conditions, fields }) => {
        const wanted = may('view', 'Task', conditions, fields);
        if (!covers(held, wanted)) return;
        covered++;
        for (const subject of world) {
          for (const field of ['title', 'cost', 'other']) {
            if (can([wanted], subject, field)) expect(can(held, subject, field)).toBe(true);
          }
        }
      }),
      { numRuns: 5000 },
    );
    expect(covered).toBeGreaterThan(100);
  });

  it('holds in one project what they hold everywhere, and not the other way round', () => {
    const everywhere = may('edit', 'Task');
    const inA = may('edit', 'Task', { projectId: { $in: ['a'] } });
    expect(covers([everywhere], inA)).toBe(true);
    expect(covers([inA], everywhere)).toBe(false);
    expect(covers([everywhere, { ...inA, inverted: true }], everywhere)).toBe(false);
    expect(covers([everywhere, { ...inA, inverted: true }], may('edit', 'Task', { projectId: { $in: ['b'] } }))).toBe(
      true,
    );
  });

  it('needs each field', () => {
    expect(covers([may('view', 'Task', {}, ['title'])], may('view', 'Task'))).toBe(false);
    expect(
      covers(
        [may('view', 'Task', {}, ['title']), may('view', 'Task', {}, ['cost'])],
        may('view', 'Task', {}, ['cost', 'title']),
      ),
    ).toBe(true);
  });
});
