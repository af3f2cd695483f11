import fastify from 'fastify';
import pg from 'pg';

/** The least that could answer: bare Fastify and `pg`, the same SQL, no authentication, permissions, tenants or checks. */
const pool = new pg.Pool({ connectionString: process.env.FLOOR_URL, max: 16, options: '-c timezone=UTC' });
const organizationId = process.env.FLOOR_ORGANIZATION!;
const userId = process.env.FLOOR_USER!;
const app = fastify();

const columns = `t.id, t.project_id, t.key, t.number, t.title, t.description, t.status, t.status_category, t.difficulty,
  t.required_skills, t.start_date, t.due_date, t.estimate_hours, t.actual_hours, t.labels, t.custom_fields, t.links,
  t.assignee_ids, t.creator_id, t.milestone_id, t.parent_id, t.rank, t.result, t.completed_at, t.completed_by,
  t.external_source, t.external_id, t.version, t.created_at, t.updated_at,
  ('{low,medium,high,urgent,critical}'::text[])[t.priority + 1] as priority,
  (t.status_category not in ('done', 'cancelled') and exists (
    select from task_dependencies d join tasks b on b.organization_id = d.organization_id and b.id = d.depends_on_id
    where d.organization_id = t.organization_id and d.task_id = t.id and d.kind in ('FS', 'SS')
      and b.status_category not in ('done', 'cancelled')
      and (d.kind = 'FS' or b.status_category in ('backlog', 'todo')))) as is_blocked,
  case when t.cost_minor is not null then jsonb_build_object('minor', t.cost_minor, 'currency', t.cost_currency) end as cost`;

const read = `select ${columns} from tasks t where t.organization_id = $1 and t.id = $2`;

app.get<{ Params: { id: string }; Querystring: { status: string; limit: string } }>(
  '/projects/:id/tasks',
  async ({ params, query }) => {
    const { rows } = await pool.query(
      `select ${columns} from tasks t where t.organization_id = $1 and t.project_id = $2 and t.status = $3
       order by t.due_at, t.id limit $4`,
      [organizationId, params.id, query.status, Number(query.limit) + 1],
    );
    return { data: rows };
  },
);

app.get<{ Params: { id: string } }>('/tasks/:id', async ({ params }) => {
  const { rows } = await pool.query(read, [organizationId, params.id]);
  return rows[0] as object;
});

const log = `with event as (
    insert into events (organization_id, position, id, type, actor_id, subject_type, subject_id, project_id, data, changes)
    values ($1, event_position(0), gen_random_uuid(), $2, $3, 'Task', $4, $5, $6, $7)
    returning organization_id, position, type, actor_id, subject_type, subject_id, project_id, changes)
  insert into audit_entries (organization_id, position, action, actor_id, subject_type, subject_id, project_id, changes)
  select * from event`;

app.post<{ Params: { id: string }; Body: { title: string } }>('/projects/:id/tasks', async ({ params, body }) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const counted = await client.query(
      `update project_counters set last_number = last_number + 1, tasks_total = tasks_total + 1
       where organization_id = $1 and project_id = $2 returning last_number`,
      [organizationId, params.id],
    );
    const number = (counted.rows[0] as { last_number: number }).last_number;
    const made = await client.query(
      `insert into tasks (organization_id, id, project_id, number, key, title, status, status_category, creator_id, rank)
       values ($1, gen_random_uuid(), $2, $3, $4, $5, 'todo', 'todo', $6, $7) returning id`,
      [organizationId, params.id, number, `P-${number}`, body.title, userId, `${String(number).padStart(6, '0')}i`],
    );
    const id = (made.rows[0] as { id: string }).id;
    await client.query(log, [
      organizationId,
      'task.created',
      userId,
      id,
      params.id,
      body,
      { title: [null, body.title] },
    ]);
    const { rows } = await client.query(read, [organizationId, id]);
    await client.query('commit');
    return rows[0] as object;
  } finally {
    client.release();
  }
});

app.patch<{ Params: { id: string }; Body: { status: string } }>('/tasks/:id/status', async ({ params, body }) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const found = await client.query(
      'select status, project_id from tasks where organization_id = $1 and id = $2 for update',
      [organizationId, params.id],
    );
    const before = found.rows[0] as { status: string; project_id: string };
    await client.query(
      `update tasks set status = $3, status_category = $3, version = version + 1, updated_at = now()
       where organization_id = $1 and id = $2`,
      [organizationId, params.id, body.status],
    );
    const changes = { status: [before.status, body.status] };
    await client.query(log, [
      organizationId,
      'task.status_changed',
      userId,
      params.id,
      before.project_id,
      body,
      changes,
    ]);
    const { rows } = await client.query(read, [organizationId, params.id]);
    await client.query('commit');
    return rows[0] as object;
  } finally {
    client.release();
  }
});

await app.listen({ port: Number(process.env.FLOOR_PORT), host: '127.0.0.1' });
