export { type FoundSkill, RequiredSkills, type WantedSkill } from './application/required-skills.ts';
