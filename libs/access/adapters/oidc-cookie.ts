/** Binds a sign-in to the browser that began it, so that nobody can be signed in as somebody else by a link. */
const NAME = 'muster_sso';
const PATH = '/api/v1/auth/oidc';

/** Remembers the state for as long as it is good. */
export const rememberState = (state: string, encrypted: boolean) => cookie(state, 600, encrypted);

/** Forgets it again. */
export const forgetState = (encrypted: boolean) => cookie('', 0, encrypted);

/** The state that the browser remembers, or nothing. */
export function rememberedState(header: string | undefined): string {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === NAME)?.[1] ?? '';
}

/** `Lax`, for the person comes back by a link of another site. */
function cookie(value: string, seconds: number, encrypted: boolean): string {
  const parts = [`${NAME}=${value}`, `Path=${PATH}`, `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax'];
  return [...parts, ...(encrypted ? ['Secure'] : [])].join('; ');
}
