import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

interface Violation {
  rule: { name: string };
  from: string;
  cycle?: { name: string }[];
}

/** One file for each rule that breaks it, and nothing else. */
const planted: Record<string, Record<string, string>> = {
  'kernel-stands-alone': { 'libs/kernel/planted.ts': `import 'pg';` },
  'domain-is-pure': {
    'libs/tasks/domain/planted-npm.ts': `import 'kysely';`,
    'libs/tasks/domain/planted-node.ts': `import 'node:crypto';`,
    'libs/tasks/domain/planted-context.ts': `import '#projects/index';`,
    'libs/tasks/domain/planted-outwards.ts': `import '../application/complete-task.ts';`,
    'libs/scoring/domain/planted.ts': `import '#tasks/index';`,
  },
  'use-cases-know-no-technology': {
    'libs/tasks/application/planted-adapter.ts': `import '../adapters/postgres-tasks.ts';`,
    'libs/tasks/application/planted-npm.ts': `import '@nestjs/common';`,
    'libs/tasks/application/planted-inside.ts': `import '#projects/domain/project';`,
    'libs/tasks/application/planted-platform.ts': `import '#platform/postgres/database';`,
  },
  'front-doors-show-no-adapters': { 'libs/access/index.ts': `export * from './adapters/guard.ts';` },
  'adapters-meet-at-front-doors': {
    'libs/tasks/adapters/planted.ts': `import '#projects/domain/project';`,
    'libs/tasks/adapters/planted-module.ts': `import '#projects/projects.module';`,
  },
  'modules-meet-at-modules': { 'libs/tasks/planted.module.ts': `import '#projects/adapters/project.schema';` },
  'platform-knows-no-context': { 'libs/platform/http/planted.ts': `import '#projects/index';` },
  'sdk-knows-only-the-api': { 'libs/sdk/index.ts': `import '#projects/index';` },
  'apps-only-wire': { 'apps/planted.ts': `import '#tasks/application/complete-task';` },
  'migrations-stand-alone': { 'migrations/planted.ts': `import '#projects/index';` },
  'one-file-knows-casl': { 'libs/tasks/adapters/planted-casl.ts': `import '@casl/ability';` },
  'tests-stay-tests': { 'libs/tasks/adapters/planted-fake.ts': `import '../testing/in-memory-tasks.ts';` },
  'no-development-packages': { 'libs/tasks/adapters/planted-dev.ts': `import 'fast-check';` },
  'no-cycles': {
    'libs/tasks/domain/hen.ts': `import './egg.ts';`,
    'libs/tasks/domain/egg.ts': `import type { Hen } from './hen.ts'; export type Egg = Hen;`,
  },
  'no-dead-ends': { 'libs/tasks/adapters/planted-nowhere.ts': `import './nowhere.ts';` },
};

/** What every rule allows, each kind of import once. */
const clean: Record<string, string> = {
  'libs/kernel/index.ts': `export const kernel = 1;`,
  'libs/kernel/testing/fixed-clock.ts': `import '../index.ts';`,
  'libs/scoring/index.ts': `export const scoring = 1;`,
  'libs/projects/index.ts': `export * from './domain/project.ts';`,
  'libs/projects/domain/project.ts': `import '#kernel/index'; export const project = 1;`,
  'libs/projects/adapters/project.schema.ts': `import '@mikro-orm/core';`,
  'libs/projects/projects.module.ts': `import '@nestjs/common'; import './adapters/project.schema.ts';`,
  'libs/access/adapters/guard.ts': `import 'node:crypto'; import 'timers/promises';`,
  'libs/tasks/domain/task.ts': `import '#kernel/index'; import '#scoring/index';`,
  'libs/tasks/domain/task.spec.ts': `import 'fast-check'; import '#kernel/testing/fixed-clock';`,
  'libs/tasks/application/complete-task.ts': `import '../domain/task.ts'; import '#projects/index'; import '@nestjs/cqrs';`,
  'libs/tasks/adapters/postgres-tasks.ts': `import '#projects/index'; import '#platform/postgres/database'; import 'kysely';`,
  'libs/tasks/adapters/postgres-tasks.spec.ts': `import '../testing/in-memory-tasks.ts'; import '../../../test/support/muster.ts';`,
  'libs/tasks/testing/in-memory-tasks.ts': `import '../domain/task.ts';`,
  'libs/tasks/tasks.module.ts': `import './adapters/postgres-tasks.ts'; import '#projects/projects.module';`,
  'libs/platform/postgres/database.ts': `import '#kernel/index'; import 'pg';`,
  'libs/platform/permissions/casl.ts': `import '@casl/ability';`,
  'apps/app.module.ts': `import '#tasks/tasks.module'; import '#projects/adapters/project.schema'; import '#platform/postgres/database';`,
  'migrations/index.ts': `import 'kysely';`,
  'test/support/muster.ts': `import '../../apps/app.module.ts';`,
};

/** A house in a folder of its own, with the real configuration, packages and tools. */
function build(folder: string, files: Record<string, string>): void {
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.js'])
    copyFileSync(name, join(folder, name));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function violationsIn(folder: string): Violation[] {
  const tool = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [
    tool,
    '--config',
    '.dependency-cruiser.js',
    '--output-type',
    'json',
    'apps',
    'libs',
    'migrations',
    'test',
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (!stdout) throw new Error(stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

describe('The import rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-architecture-'));
  let found: Violation[];
  beforeAll(() => {
    build(folder, Object.assign({}, clean, ...Object.values(planted)) as Record<string, string>);
    found = violationsIn(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cases = Object.entries(planted).flatMap(([rule, files]) => Object.keys(files).map((file) => [rule, file]));
  it.each(cases)('%s refuses %s', (rule, file) => {
    const here = found.filter(({ from, cycle }) => from === file || cycle?.some(({ name }) => name === file));
    expect(here.map((violation) => violation.rule.name)).toContain(rule);
  });

  it('are each proven by a planted violation', async () => {
    const { default: config } = (await import(resolve('.dependency-cruiser.js'))) as {
      default: { forbidden: { name: string }[] };
    };
    expect(config.forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(planted).sort());
  });

  it('let everything pass that the house allows', () => {
    const own = found.filter(({ from }) => from in clean && !(from in planted['front-doors-show-no-adapters']!));
    expect(own).toEqual([]);
  });
});

describe('The contexts', () => {
  it('depend on each other in one direction', () => {
    const tool = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [tool, '--config', '.dependency-cruiser.js', '--output-type', 'json', 'libs'];
    const text = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    const { modules } = JSON.parse(text) as { modules: { source: string; dependencies: { resolved: string }[] }[] };
    const needs = new Map<string, Set<string>>();
    for (const { source, dependencies } of modules) {
      const [, from] = /^libs\/([^/]+)\/(?!.*\.spec\.ts$)/.exec(source) ?? [];
      if (!from) continue;
      for (const { resolved } of dependencies) {
        const [, to] = /^libs\/([^/]+)\//.exec(resolved) ?? [];
        if (to && to !== from) needs.set(from, (needs.get(from) ?? new Set()).add(to));
      }
    }
    expect(circleIn(needs)).toBeUndefined();
  });
});

/** Some way from a context back to itself. */
function circleIn(needs: Map<string, Set<string>>): string[] | undefined {
  const settled = new Set<string>();
  const walk = (at: string, way: string[]): string[] | undefined => {
    if (way.includes(at)) return [...way.slice(way.indexOf(at)), at];
    if (settled.has(at)) return undefined;
    for (const next of needs.get(at) ?? []) {
      const circle = walk(next, [...way, at]);
      if (circle) return circle;
    }
    settled.add(at);
    return undefined;
  };
  for (const context of needs.keys()) {
    const circle = walk(context, []);
    if (circle) return circle;
  }
  return undefined;
}
