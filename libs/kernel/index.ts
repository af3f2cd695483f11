export * from './actor.ts';
export * from './clock.ts';
export * from './domain-error.ts';
export * from './domain-event.ts';
export * from './ids.ts';
export * from './permissions.ts';
