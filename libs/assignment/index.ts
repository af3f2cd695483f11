export { assign, type Assignment, type TeamPlan } from './domain/assign.ts';
export { lapjv, type Matching } from './domain/lapjv.ts';
export type { FailedGate } from './domain/gates.ts';
export { optimize } from './domain/optimize.ts';
export type { AssignmentPlan, Unassigned } from './domain/plan.ts';
export {
  assignmentPolicy,
  type AssignmentPolicy,
  defaultAssignmentPolicy,
  type FactorName,
  factorNames,
} from './domain/policy.ts';
export type { AssignmentProblem } from './domain/problem.ts';
export { type Candidate, type FactorContribution, rank } from './domain/rank.ts';
export { recentWork } from './domain/team.ts';
export type { Absence, OpenTask, Person, PersonSkill, RequiredSkill } from './domain/work.ts';
