import type { FastifyInstance } from 'fastify';

/** Every route of the application, so that a wrong method can be told from a wrong address. */
export class Routes {
  private readonly patterns = new Map<string, { matches: RegExp; methods: Set<string> }>();

  constructor(instance: FastifyInstance) {
    instance.addHook('onRoute', ({ url, method }) => {
      if (url.endsWith('*')) return; // preflights and static files answer anywhere
      const known = this.patterns.get(url) ?? { matches: asRegExp(url), methods: new Set() };
      for (const each of [method].flat()) known.methods.add(each);
      this.patterns.set(url, known);
    });
  }

  /** The methods that an address answers to; O(routes), for the rare request that missed. */
  methodsAt(address: string): string[] {
    const path = address.split('?', 1)[0]!.replace(/(?<=.)\/$/, '');
    const found = [...this.patterns.values()].filter(({ matches }) => matches.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

function asRegExp(url: string): RegExp {
  const segments = url.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : RegExp.escape(segment)));
  return new RegExp(`^${segments.join('/')}$`);
}
