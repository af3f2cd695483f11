export { Actors, changesAccess } from './application/actors.ts';
export { type Authenticated, Authenticator } from './application/authenticator.ts';
