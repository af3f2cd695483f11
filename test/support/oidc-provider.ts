import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

interface Grant {
  nonce: string;
  challenge: string;
  redirectUri: string;
}

/** The smallest OpenID Connect provider: everybody who arrives is the person in `claims`, without being asked. */
export class TestOidcProvider {
  readonly clientId = 'muster';
  readonly clientSecret = 'the secret of the client';
  /** Who the next person is. */
  claims: Record<string, unknown> = {};
  /** Put over the claims of the ID token, to lie with. */
  forged: Record<string, unknown> = {};
  private readonly grants = new Map<string, Grant>();

  private constructor(
    private readonly server: Server,
    private readonly keys: Awaited<ReturnType<typeof generateKeyPair>>,
  ) {}

  static async start(): Promise<TestOidcProvider> {
    const server = createServer();
    const provider = new TestOidcProvider(server, await generateKeyPair('RS256', { extractable: true }));
    server.on('request', (request, response) => void provider.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What a browser does at the authorization endpoint: it is sent back with a code. */
  authorize(location: string): URL {
    const asked = new URL(location).searchParams;
    const code = randomUUID();
    const redirectUri = asked.get('redirect_uri')!;
    const grant = { nonce: asked.get('nonce')!, challenge: asked.get('code_challenge')!, redirectUri };
    if (asked.get('code_challenge_method') !== 'S256') throw new Error('PKCE is missing.');
    this.grants.set(code, grant);
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: asked.get('state')!, iss: this.issuer }).toString();
    return back;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url!, this.issuer);
    const body =
      pathname === '/.well-known/openid-configuration'
        ? this.metadata()
        : pathname === '/jwks'
          ? { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] }
          : await this.token(new URLSearchParams(await text(request)));
    response.writeHead('error' in body ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  private metadata() {
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  private async token(form: URLSearchParams): Promise<object> {
    const grant = this.grants.get(form.get('code')!);
    this.grants.delete(form.get('code')!);
    const challenge = createHash('sha256').update(form.get('code_verifier')!).digest('base64url');
    const isRight =
      grant?.challenge === challenge &&
      grant.redirectUri === form.get('redirect_uri') &&
      form.get('client_secret') === this.clientSecret;
    if (!isRight) return { error: 'invalid_grant' };
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: this.clientId, iat: now, exp: now + 300, nonce: grant.nonce };
    const idToken = await new SignJWT({ ...usual, ...this.claims, ...this.forged })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(this.keys.privateKey);
    return { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: idToken };
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
