export * from './domain/check-rule.ts';
export * from './domain/date-time.ts';
export * from './domain/invalid-recurrence.ts';
export * from './domain/occurrences.ts';
export * from './domain/rule.ts';
export * from './domain/series.ts';
export { settle } from './domain/series-plan.ts';
export * from './domain/zone.ts';
