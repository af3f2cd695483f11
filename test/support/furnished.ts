import { rowsOf } from './sign-in.ts';
import type { Person, TestMuster } from './muster.ts';

/** Ids of one thing of each kind, by the names that paths and bodies call them. */
export type Furniture = Readonly<Record<string, string>>;

/** Fills a person's organization with one thing of each kind; every text in it begins with `word`. */
export async function furnished(muster: TestMuster, person: Person, word: string): Promise<Furniture> {
  const { userId, organizationId } = person;
  const organization = `/api/v1/organizations/${organizationId}`;
  const post = async (path: string, body: object): Promise<string> => {
    const reply = await muster.post(path, body, person);
    if (reply.status !== 201) throw new Error(`${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return reply.body.id;
  };
  const one = async (statement: string, ...values: unknown[]): Promise<string> => {
    const [row] = (await rowsOf(muster, statement, values)) as { id: string }[];
    if (!row) throw new Error(`Nothing came of: ${statement}`);
    return row.id;
  };

  const project = await post('/api/v1/projects', { title: `${word} project` });
  const milestone = await post(`/api/v1/projects/${project}/milestones`, { title: `${word} milestone` });
  const task = await post(`/api/v1/projects/${project}/tasks`, { title: `${word} task`, milestone_id: milestone });
  const earlier = await post(`/api/v1/projects/${project}/tasks`, { title: `${word} earlier task` });
  await post(`/api/v1/tasks/${task}/dependencies`, { depends_on_id: earlier });
  const skill = await post('/api/v1/skills', { name: `${word} skill` });
  const role = await post('/api/v1/roles', { name: `${word} role`, permissions: ['view_tasks'] });
  const rated = { skills: [{ name: `${word} skill`, proficiency: 70 }] };
  await muster.put(`/api/v1/members/${userId}/skills`, rated, person);
  const account = await post(`${organization}/service-accounts`, { name: `${word} server`, role_id: role });
  const tokenOf = { name: `${word} token`, scopes: ['view_tasks'] };
  const serviceToken = await post(`${organization}/service-accounts/${account}/tokens`, tokenOf);
  const override = {
    permission: 'view_costs',
    effect: 'allow',
    user_id: userId,
    scope_type: 'organization',
    scope_id: organizationId,
  };
  const provider = {
    name: `${word} login`,
    issuer: 'https://login.example.org',
    client_id: 'muster',
    client_secret: `${word} secret`,
    allowed_domains: ['example.org'],
    default_role_id: role,
  };
  const rows = await fetch(`${muster.url}/api/v1/projects/${project}/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token}`, 'content-type': 'text/csv' },
    body: `title\n${word} imported task\n`,
  });

  const ids = {
    project,
    task,
    milestone,
    skill,
    role,
    comment: await post(`/api/v1/tasks/${task}/comments`, { body: `${word} comment` }),
    time_entry: await post(`/api/v1/tasks/${task}/time-entries`, {
      started_at: '2026-11-20T09:00:00Z',
      ended_at: '2026-11-20T10:30:00Z',
      note: `${word} entry`,
    }),
    view: await post(`/api/v1/projects/${project}/views`, { name: `${word} view`, kind: 'board' }),
    portfolio: await post('/api/v1/portfolios', { name: `${word} portfolio` }),
    import: ((await rows.json()) as { id: string }).id,
    absence: await post(`/api/v1/members/${userId}/absences`, {
      starts_on: '2026-12-21',
      ends_on: '2027-01-01',
      note: `${word} absence`,
    }),
    invitation: await post(`${organization}/invitations`, { email: `${word}@example.org`, role_id: role }),
    override: await post(`${organization}/permission-overrides`, override),
    provider: await post(`${organization}/identity-providers`, provider),
    own_token: await post('/api/v1/me/tokens', tokenOf),
    session: await one(`select id from sessions where account_id = $1`, userId),
    notification: await one(
      `insert into notifications (organization_id, id, recipient_id, type, title, message, in_app)
       values ($1, gen_random_uuid(), $2, 'comment', $3, $3, true) returning id`,
      organizationId,
      userId,
      `${word} notification`,
    ),
  };
  return {
    ...Object.fromEntries(Object.entries(ids).map(([kind, id]) => [`${kind}_id`, id])),
    organization_id: organizationId,
    user_id: userId,
    member_id: userId,
    account_id: account,
    token_id: serviceToken,
    depends_on_id: earlier,
    emoji: '👍',
  };
}
