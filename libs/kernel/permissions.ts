/** Every permission code, with the sentence that role editors show. SPEC ACC-4. */
export const permissionCodes = {
  view_project: 'See a project and its members',
  edit_project: 'Change a project, its milestones and its board',
  delete_project: 'Delete or archive a project',
  manage_team: 'Add and remove project members and their permissions',
  view_tasks: 'See tasks',
  create_tasks: 'Create and import tasks',
  edit_own_tasks: 'Change tasks one is assigned to or has created',
  edit_all_tasks: 'Change any task',
  delete_tasks: 'Delete tasks',
  assign_tasks: 'Assign tasks to people',
  view_resources: 'See rooms, vehicles, equipment and their bookings',
  manage_resources: 'Change resources and approve bookings',
  view_budget: 'See budgets',
  edit_budget: 'Change budgets',
  view_costs: 'See costs',
  edit_costs: 'Change costs',
  view_analytics: 'See metrics, dashboards of others and reports',
  export_data: 'Export data',
  create_projects: 'Create projects and portfolios',
  manage_roles: 'Create and change roles',
  manage_members: 'Invite, change and remove members of the organization',
  manage_skills: 'Change the skill catalogue and the skill profiles of others',
  manage_integrations: 'Connect outside tools',
  manage_automation: 'Create and change automation rules',
  manage_templates: 'Create and change templates',
  manage_records: 'Create and change records of the domain modules',
  create_bookings: 'Book resources',
  view_audit: 'Read and export the audit log',
  manage_organization: 'Change the organization and its policies',
} as const;

/** A code of `permissionCodes`. */
export type Permission = keyof typeof permissionCodes;

/** A value or a comparison on one attribute of the subject, in the operators that CASL and SQL share. */
export type Condition =
  | string
  | number
  | boolean
  | null
  | { $in: readonly unknown[] }
  | { $ne: unknown }
  | { $lt: number }
  | { $lte: number }
  | { $gt: number }
  | { $gte: number };

/** All of them must hold; an attribute that is a list matches when it contains the value. */
export type Conditions = Readonly<Record<string, Condition>>;

/** One line of what a person may or may not do; later rules beat earlier ones. */
export interface Rule {
  action: string;
  subject: string;
  conditions?: Conditions;
  fields?: readonly string[];
  /** A denial. */
  inverted?: boolean;
  /** Why the rule is there, in words: the role, grant or denial that it comes from. */
  reason?: string;
}

/** Grants an action on subjects that meet the conditions. */
export const may = (action: string, subject: string, conditions?: Conditions, fields?: readonly string[]): Rule => ({
  action,
  subject,
  ...(conditions && Object.keys(conditions).length > 0 && { conditions }),
  ...(fields && { fields }),
});

/** For whom and where a permission is turned into rules; `where` names the attribute that holds the project. */
export interface GrantScope {
  userId: string;
  where(projectAttribute: string): Conditions;
}

/** What each permission code means on the subjects of one context. */
export type PermissionMeaning = Partial<Record<Permission, (scope: GrantScope) => Rule[]>>;
