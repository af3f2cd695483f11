import type { NamedMigration } from '#platform/postgres/migrate';
import { Foundation } from './0001-foundation.ts';
import { Access } from './0002-access.ts';
import { People } from './0003-people.ts';
import { Projects } from './0004-projects.ts';
import { Tasks } from './0005-tasks.ts';
import { Collaboration } from './0006-collaboration.ts';
import { Search } from './0007-search.ts';
import { Imports } from './0008-imports.ts';
import { Views } from './0009-views.ts';

/** Every migration in order; a released one never changes. */
export const migrations: NamedMigration[] = [
  { name: '0001-foundation', class: Foundation },
  { name: '0002-access', class: Access },
  { name: '0003-people', class: People },
  { name: '0004-projects', class: Projects },
  { name: '0005-tasks', class: Tasks },
  { name: '0006-collaboration', class: Collaboration },
  { name: '0007-search', class: Search },
  { name: '0008-imports', class: Imports },
  { name: '0009-views', class: Views },
];
