import { type GrantScope, may, type PermissionMeaning, type Rule, type Subject } from '#kernel/index';

const manage = (subject: string) => ['create', 'edit', 'delete'].map((action) => may(action, subject));

/** Skills and what is known of people belong to the organization: a decision about one project does not touch them. */
const everywhere =
  (rules: (userId: string) => Rule[]) =>
  ({ userId, where }: GrantScope): Rule[] =>
    Object.keys(where('projectId')).length > 0 ? [] : rules(userId);

/** What the permission codes mean for skills, profiles, performance, absences and policies. */
export const learningPermissions: PermissionMeaning = {
  view_tasks: everywhere((userId) => [
    ...['Skill', 'SkillProfile', 'Absence', 'Policy'].map((subject) => may('view', subject)),
    may('view', 'Performance', { userId }),
  ]),
  edit_own_tasks: everywhere((userId) => [
    may('edit', 'SkillProfile', { userId }),
    may('edit', 'Absence', { userId }),
    may('endorse', 'SkillProfile'),
  ]),
  view_analytics: everywhere(() => [may('view', 'Performance')]),
  manage_skills: everywhere(() => [...manage('Skill'), may('edit', 'SkillProfile'), may('edit', 'Performance')]),
  manage_members: everywhere(() => [may('edit', 'Absence')]),
  manage_organization: everywhere(() => [may('edit', 'Policy')]),
};

/** What is kept about one person, as permissions ask for it. */
export interface Personal extends Subject {
  readonly userId: string;
}

/** Names what is kept about one person. */
export const personal = (subjectType: 'SkillProfile' | 'Performance' | 'Absence', userId: string): Personal => ({
  subjectType,
  userId,
});
