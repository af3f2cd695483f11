import type { Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { masked, permitted } from '#platform/permissions/visible';

const id = (column: string) => ({ expression: sql.ref(column), type: 'uuid' }) as const;

/** What every subject is known by here, in the aliases that all contexts use; the catalogue adds the rest. */
const known: Readonly<Record<string, Columns>> = {
  Task: { id: id('t.id'), projectId: id('t.project_id') },
  Project: { id: id('p.id') },
  Milestone: { id: id('m.id'), projectId: id('m.project_id') },
  Comment: { id: id('c.id'), projectId: id('t.project_id'), authorId: id('c.author_id') },
  Member: { id: id('m.user_id') },
  Skill: { id: id('s.id') },
  Performance: { userId: id('m.user_id') },
  SkillProfile: { userId: id('m.user_id') },
};

/** What an actor may see, as conditions for reports over the rows of all contexts. */
@Injectable()
export class Sight {
  constructor(private readonly catalogue: PermissionCatalogue) {}

  /** The condition that leaves the rows of a subject on which the actor may do `action`. */
  of(actor: Actor, subject: string, action = 'view'): RawBuilder<boolean> {
    return permitted(actor, action, subject, this.columns(subject));
  }

  /** The expression where the actor may read the field, and null where not. */
  field(actor: Actor, subject: string, field: string, expression: RawBuilder<unknown>): RawBuilder<unknown> {
    return masked(actor, subject, this.columns(subject), field, expression);
  }

  private columns(subject: string): Columns {
    return { ...known[subject], ...this.catalogue.subject(subject)?.columns };
  }
}
