export type { Calibration } from './domain/calibration.ts';
export * from './domain/forecast.ts';
export * from './domain/late-risk.ts';
export { checkThroughput, MAX_WEEKS, weeklyThroughput, type Throughput } from './domain/throughput.ts';
