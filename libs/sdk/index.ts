import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/muster.ts';

/** The bodies of the API by their names in openapi.yaml. */
export type Schemas = components['schemas'];

/** Every route of the API with its types, as a client for `fetch`. */
export type Muster = Client<paths>;

/** A client of the Muster at `baseUrl`; `token` is an access token, or a function that gives the one to use now. */
export function muster(baseUrl: string, token?: string | (() => string | Promise<string>)): Muster {
  const client = createClient<paths>({ baseUrl });
  client.use({
    async onRequest({ request }) {
      const current = typeof token === 'function' ? await token() : token;
      if (current) request.headers.set('authorization', `Bearer ${current}`);
      return request;
    },
  });
  return client;
}
