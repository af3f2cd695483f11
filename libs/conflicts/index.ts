export * from './domain/booking.ts';
export { type ClashOptions, type Verdict, findClash } from './domain/clash.ts';
export * from './domain/free-busy.ts';
export * from './domain/interval.ts';
export * from './domain/opening-hours.ts';
