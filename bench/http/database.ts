import { randomUUID } from 'node:crypto';
import pg from 'pg';

export const TASKS = 100_000;
export const LARGE_PROJECT = 10_000;
const PROJECTS = 100;
const MY_TASKS = 200;

/** What the load asks for. */
export interface Sample {
  organizationId: string;
  userId: string;
  large: string;
  small: string;
  /** Ids of tasks to read. */
  read: string[];
}

/** 100,000 tasks in 100 projects, one of them with 10,000, as one signed-up owner sees them. */
export async function fill(ownerUrl: string, organizationId: string, userId: string): Promise<Sample> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const projects = Array.from({ length: PROJECTS }, () => randomUUID());
  await client.query(
    `insert into projects (organization_id, id, key, title, creator_id)
     select $1, id, 'P' || n, 'Project ' || n, $2 from unnest($3::uuid[]) with ordinality as p(id, n)`,
    [organizationId, userId, projects],
  );
  await client.query(
    `insert into statuses (organization_id, project_id, key, name, category, place)
     select $1, p, s.key, s.key, s.key, s.place from unnest($2::uuid[]) p,
       (values ('backlog', 0), ('todo', 1), ('in_progress', 2), ('review', 3), ('done', 4), ('cancelled', 5)) s(key, place)`,
    [organizationId, projects],
  );
  await client.query(
    `insert into tasks (organization_id, id, project_id, number, key, title, description, status, status_category,
       priority, difficulty, due_date, due_at, labels, assignee_ids, creator_id, rank, created_at, updated_at)
     select $1, gen_random_uuid(), p.id, p.number, 'P' || p.project || '-' || p.number, 'Task ' || p.n,
       repeat('Some words about it. ', 10), s, s, n % 5, 1 + n % 10, d::text, d + time '17:00', array['label-' || n % 20],
       case when n % $4 = 0 then array[$2::uuid] else '{}' end, $2, lpad(p.number::text, 6, '0') || 'i',
       now() - n * interval '1 minute', now()
     from (
       select n, case when n <= $5 then 1 else 2 + (n - $5 - 1) % 99 end as project,
         case when n <= $5 then n else 1 + (n - $5 - 1) / 99 end as number,
         ($3::uuid[])[case when n <= $5 then 1 else 2 + (n - $5 - 1) % 99 end] as id
       from generate_series(1, $6) n) p,
     lateral (select (array['backlog', 'todo', 'todo', 'in_progress', 'review', 'done'])[1 + p.n % 6] as s,
       date '2026-01-01' + (p.n * 7919) % 720 as d) x`,
    [organizationId, userId, projects, TASKS / MY_TASKS, LARGE_PROJECT, TASKS],
  );
  await client.query(
    `insert into project_counters (organization_id, project_id, last_number, tasks_total, tasks_done)
     select organization_id, project_id, max(number), count(*), count(*) filter (where status = 'done')
     from tasks where organization_id = $1 group by 1, 2`,
    [organizationId],
  );
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ id: string }>(
    `select id from tasks where organization_id = $1 order by md5(id::text) limit 2000`,
    [organizationId],
  );
  await client.end();
  return { organizationId, userId, large: projects[0]!, small: projects[50]!, read: rows.map(({ id }) => id) };
}
