export type { FailedGate } from './domain/gates.ts';
export {
  assignmentPolicy,
  type AssignmentPolicy,
  defaultAssignmentPolicy,
  type FactorName,
  factorNames,
} from './domain/policy.ts';
export { type Candidate, type FactorContribution, rank } from './domain/rank.ts';
export { recentWork } from './domain/team.ts';
export type { Absence, OpenTask, Person, PersonSkill, RequiredSkill } from './domain/work.ts';
