export { Actors, changesAccess } from './application/actors.ts';
export { type Authenticated, Authenticator } from './application/authenticator.ts';
export { reportAudit } from './adapters/verify-audit.ts';
