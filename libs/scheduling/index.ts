export { InvalidProblem } from './domain/check-problem.ts';
export type { Unplanned, UnplannedReason } from './domain/impossible.ts';
export { bestPlan, quickPlan, type Budget, type Progress } from './domain/plan.ts';
export * from './domain/problem.ts';
export type * from './domain/schedule.ts';
export { seededRandom } from './domain/random.ts';
export { violations, type Violation } from './domain/violations.ts';
export { workingIntervals, type Weekday, type WorkingWeek } from './domain/working-week.ts';
