import { Actors } from '#access/index';
import { type Actor, Clock, newId } from '#kernel/index';
import { PlanAbsence, RateSkills, RequiredSkills, sampleData, type SamplePerson } from '#learning/index';
import { CreateProject } from '#projects/index';
import { type AssignmentOutcome, AssignTask, ChangeStatus, CompleteTask, CreateTask } from '#tasks/index';
import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { hashPassword } from '#platform/crypto/passwords';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { demoHistory, type DemoTask, FIRST_DAY, type Happening } from './demo-history.ts';

/** How to sign in to the demo organization, and where to look first. */
export interface Demo {
  email: string;
  password: string;
  projectId: string;
}

const email = 'demo@muster.example';
const password = 'find the right person';
const organizationName = 'Harbour Works';

/** The demo organization of this installation, made now where it has no organization at all. */
export async function demoOrganization(app: NestFastifyApplication, ownerUrl: string): Promise<Demo | undefined> {
  const database = new pg.Client({ connectionString: ownerUrl });
  await database.connect();
  try {
    const { rowCount } = await database.query(`select from organizations limit 1`);
    if (rowCount === 0) await new DemoSeed(app, database).run();
    const { rows } = await database.query<{ id: string }>(
      `select p.id from projects p join members m using (organization_id) where m.email = $1 order by p.key limit 1`,
      [email],
    );
    return rows[0] && { email, password, projectId: rows[0].id };
  } finally {
    await database.end();
  }
}

/** Fills an empty installation by the same commands that people use, at the moments when they would have used them. */
class DemoSeed {
  private readonly sample = sampleData(7, { people: 8, projects: 3, tasksPerProject: 22 });
  private readonly commands: CommandBus;
  private readonly actors: Actors;
  private readonly projectIds: string[] = [];
  private readonly taskIds = new Map<string, string>();
  private owner: Actor;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly database: pg.Client,
  ) {
    this.commands = app.get(CommandBus, { strict: false });
    this.actors = app.get(Actors, { strict: false });
  }

  async run(): Promise<void> {
    this.owner = await this.signUp();
    const clock = this.app.get(Clock, { strict: false });
    const now = clock.now().epochMilliseconds;
    const travelling = { to: now };
    // Nobody else is here yet, so the whole process may live in the past for these two seconds.
    Object.defineProperty(clock, 'now', {
      configurable: true,
      value: () => Temporal.Instant.fromEpochMilliseconds(travelling.to),
    });
    try {
      travelling.to = now + FIRST_DAY * 86_400_000;
      await this.hire();
      for (const { title, description } of this.sample.projects) {
        this.projectIds.push(await this.execute<string>(new CreateProject(this.owner, { title, description })));
      }
      const { tasks, happenings } = demoHistory(this.sample, now);
      for (const happening of happenings) {
        travelling.to = happening.at;
        await this.play(happening, tasks);
      }
    } finally {
      Reflect.deleteProperty(clock, 'now');
    }
  }

  private async signUp(): Promise<Actor> {
    const person = { email, password, name: 'Dana Demo', organization_name: organizationName };
    const { statusCode, body } = await this.app.inject({
      method: 'POST',
      url: '/api/v1/auth/sign-up',
      payload: person,
    });
    if (statusCode !== 201) throw new Error(`The demo organization could not be made: ${body}`);
    const { user, organization } = JSON.parse(body) as { user: { id: string }; organization: { id: string } };
    return this.actors.load(user.id, organization.id);
  }

  private async hire(): Promise<void> {
    const hash = await hashPassword(password);
    for (const person of this.sample.people) {
      const id = await this.join(person, hash);
      const { skills, away } = person;
      await this.execute(new RateSkills(this.owner, id, skills, true));
      for (const { fromDay, toDay, kind } of away) {
        const [startsOn, endsOn] = [dayIn(fromDay), dayIn(toDay)];
        await this.execute(new PlanAbsence(this.owner, id, { startsOn, endsOn, kind }));
      }
    }
  }

  /** Behind the scenes: a real colleague would be invited by mail. */
  private async join({ name, handle, role, weeklyHours }: SamplePerson, hash: string): Promise<string> {
    const [id, address] = [newId(), `${handle}@muster.example`];
    await this.database.query(
      `with account as (
         insert into accounts (id, email, name, password_hash, email_verified_at) values ($1, $2, $3, $4, now())
       )
       insert into members (organization_id, user_id, email, name, role_id, weekly_hours)
       select organization_id, $1, $2, $3, id, $6 from roles where organization_id = $5 and key = $7`,
      [id, address, name, hash, this.owner.organizationId, weeklyHours, role],
    );
    return id;
  }

  private async play({ verb, project, place }: Happening, tasks: DemoTask[]): Promise<void> {
    const at = `${project}/${place}`;
    if (verb === 'complete') return this.execute(new CompleteTask(this.owner, this.taskIds.get(at)!));
    const task = tasks.find((each) => each.project === project && each.place === place)!;
    await this.write(async () => {
      const id = await this.create(task);
      this.taskIds.set(at, id);
      if (verb === 'create') return;
      const { assignment } = await this.send<AssignmentOutcome>(new AssignTask(this.owner, id));
      if (assignment) await this.send(new ChangeStatus(this.owner, id, 'in_progress'));
    });
  }

  private async create({ project, place: _place, requiredSkills, dueInDays, ...details }: DemoTask): Promise<string> {
    const found = await this.app.get(RequiredSkills, { strict: false }).resolve(requiredSkills);
    const due = dueInDays === null ? null : dueOn(dueInDays);
    const projectId = this.projectIds[project]!;
    return this.send<string>(new CreateTask(this.owner, projectId, { ...details, requiredSkills: found, due }));
  }

  private execute<T>(command: object): Promise<T> {
    return this.write(() => this.send<T>(command));
  }

  private send<T>(command: object): Promise<T> {
    return this.commands.execute<never, T>(command as never);
  }

  private write<T>(work: () => Promise<T>): Promise<T> {
    const { organizationId } = this.owner;
    return this.app.get(UnitOfWork, { strict: false }).run({ organizationId, actor: this.owner }, work);
  }
}

/** A day counted from today. */
const dayIn = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString();

function dueOn(days: number) {
  const text = dayIn(days);
  return { text, at: Temporal.Instant.from(`${text}T23:59:59Z`) };
}
