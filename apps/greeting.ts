import type { Demo } from './demo/demo-organization.ts';

/** What a person reads once Muster is ready: where it is, how to get in, and the main job in three lines of curl. */
export function greeting(url: string, demo: Demo | undefined): string {
  const lines = ['', `Muster is ready at ${url}`, `Try the API at    ${url}/docs`, ''];
  if (demo) lines.push(...demoLines(url, demo));
  else lines.push(`Sign up: POST ${url}/api/v1/auth/sign-up`, '');
  return lines.join('\n');
}

function demoLines(url: string, { email, password, projectId }: Demo): string[] {
  const signIn = JSON.stringify({ email, password });
  const task = JSON.stringify({
    title: 'Show the tide table on phones',
    project_id: projectId,
    required_skills: ['TypeScript'],
    difficulty: 6,
    priority: 'high',
  });
  const post = `curl -sS -H "authorization: Bearer $TOKEN" -H 'content-type: application/json'`;
  return [
    `Demo organization: ${email} / ${password}`,
    '',
    'The main job, in a second terminal. Sign in:',
    `  TOKEN=$(curl -sS ${url}/api/v1/auth/sign-in -H 'content-type: application/json' -d '${signIn}' | ${field('access_token')})`,
    'A task finds its person, it gets done, and the team dashboard knows:',
    `  TASK=$(${post} ${url}/api/integration/tasks/create-and-assign -d '${task}' | tee /dev/stderr | ${field('task_id')})`,
    `  ${post} ${url}/api/integration/tasks/$TASK/complete -d '{"notes":"Looks right on every phone."}'`,
    `  curl -sS -H "authorization: Bearer $TOKEN" ${url}/api/integration/dashboard/team`,
    '',
    'Ctrl-C stops it; the data stays.',
    '',
  ];
}

const field = (name: string) => `sed -n 's/.*"${name}":"\\([^"]*\\)".*/\\1/p'`;
