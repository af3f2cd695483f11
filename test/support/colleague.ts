import { type Person, TestMuster } from './muster.ts';
import { rowsOf, signIn, signUp } from './sign-in.ts';

/** Somebody else in the person's organization, signed in there, with one of the built-in roles. */
export async function colleague(muster: TestMuster, of: Person, name: string, role = 'member'): Promise<Person> {
  const email = `${name.toLowerCase()}.${crypto.randomUUID()}@example.org`;
  const { userId } = await signUp(muster, email);
  const statement = `insert into members (organization_id, user_id, email, name, role_id)
    select organization_id, $2, $3, $4, id from roles where organization_id = $1 and key = $5`;
  await rowsOf(muster, statement, [of.organizationId, userId, email, name, role]);
  const { status, body } = await signIn(muster, email, undefined, of.organizationId);
  if (status !== 200) throw new Error(`sign-in answered ${status}: ${JSON.stringify(body)}`);
  return { token: body.access_token, userId, organizationId: of.organizationId, email };
}

/** Asks again until the answer is as wished, five seconds at most; then the answer as it is. */
export async function eventually<T>(ask: () => Promise<T>, wished: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (wished(answer) || tries === 100) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
