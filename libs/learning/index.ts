export { CreateSkill } from './application/create-skill.ts';
export { PlanAbsence } from './application/plan-absence.ts';
export { RateSkills } from './application/rate-skills.ts';
export { type FoundSkill, RequiredSkills, type WantedSkill } from './application/required-skills.ts';
export { type OrganizationPolicies, Policies } from './domain/policies.ts';
export {
  sampleData,
  type SampleData,
  type SamplePerson,
  type SampleProject,
  type SampleSize,
  type SampleTask,
} from './application/sample-data.ts';
