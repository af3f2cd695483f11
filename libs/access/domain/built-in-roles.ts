import { type Permission, permissionCodes } from '#kernel/index';

const everything = Object.keys(permissionCodes) as Permission[];
const organizationOnly: Permission[] = ['manage_organization', 'manage_roles', 'manage_integrations', 'view_audit'];
const reading: Permission[] = ['view_project', 'view_tasks', 'view_resources', 'view_analytics'];
const working: Permission[] = [...reading, 'create_tasks', 'edit_own_tasks', 'create_bookings'];

/** The roles every organization starts with; they can be cloned, not changed. */
export const builtInRoles = {
  owner: { name: 'Owner', description: 'May do everything', permissions: everything },
  admin: { name: 'Admin', description: 'Runs the organization', permissions: everything },
  manager: {
    name: 'Manager',
    description: 'Leads projects and people',
    permissions: everything.filter((code) => !organizationOnly.includes(code)),
  },
  member: { name: 'Member', description: 'Works on tasks', permissions: working },
  viewer: { name: 'Viewer', description: 'Reads', permissions: reading },
  guest: { name: 'Guest', description: 'Sees only the projects they are added to', permissions: [] },
} satisfies Record<string, { name: string; description: string; permissions: Permission[] }>;

/** What a guest may do in a project that they are added to without another role. */
export const projectGuestPermissions: Permission[] = ['view_project', 'view_tasks'];
