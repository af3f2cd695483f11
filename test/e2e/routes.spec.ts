import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { accessOf } from '#platform/http/needs';
import { TestMuster } from '../support/muster.ts';

/** A method of a controller that answers a route. */
interface Handler {
  name: string;
  verb: string;
  method: object;
  controller: object;
}

describe('Every route', () => {
  let muster: TestMuster;
  let handlers: Handler[];
  beforeAll(async () => {
    muster = await TestMuster.start();
    handlers = handlersOf(muster);
  });
  afterAll(() => muster?.stop());

  it('declares who may call it', () => {
    const silent = handlers.filter(({ method, controller }) => !accessOf(method, controller));
    expect(silent.map(({ name }) => name)).toEqual([]);
    expect(handlers.length).toBeGreaterThan(100);
  });

  it('says why, where it is open to everybody', () => {
    const open = handlers.filter(({ method, controller }) => {
      const access = accessOf(method, controller);
      return access?.kind === 'public' && !access.reason;
    });
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('is described in the OpenAPI document', async () => {
    const { body } = await muster.get('/openapi.json');
    const described = Object.values(body.paths as Record<string, object>).flatMap((item) => Object.keys(item));
    expect(described).toHaveLength(handlers.length);
  });

  it('refuses whoever is not signed in, unless it is open', async () => {
    const { body } = await muster.get('/openapi.json');
    const closed = Object.entries(body.paths as Record<string, Record<string, { security: object[] }>>).flatMap(
      ([path, item]) =>
        Object.entries(item).flatMap(([verb, { security }]) =>
          security.length > 0 ? [[verb.toUpperCase(), path.replaceAll(/\{\w+\}/g, crypto.randomUUID())] as const] : [],
        ),
    );
    const answers = await Promise.all(
      closed.map(async ([verb, path]) => {
        const reply = await muster.request(verb, path, verb === 'GET' ? undefined : {}, {});
        return `${reply.status} ${verb} ${path}`;
      }),
    );
    expect(answers.filter((answer) => !answer.startsWith('401 '))).toEqual([]);
  });
});

function handlersOf({ app }: TestMuster): Handler[] {
  const discovery = new DiscoveryService(app.get(ModulesContainer));
  const scanner = new MetadataScanner();
  return discovery.getControllers().flatMap(({ metatype }) => {
    const controller = metatype as { name: string; prototype: Record<string, object> };
    return scanner.getAllMethodNames(controller.prototype).flatMap((name) => {
      const method = controller.prototype[name]!;
      const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined;
      if (verb === undefined) return [];
      return [{ name: `${controller.name}.${name}`, verb: RequestMethod[verb], method, controller }];
    });
  });
}
