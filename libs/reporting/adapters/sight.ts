import type { Actor } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import type { Columns } from '#platform/permissions/casl';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { masked, permitted } from '#platform/permissions/visible';

const id = (column: string) => ({ expression: sql.ref(column), type: 'uuid' }) as const;

/** Milestones `m`, which nobody describes: they have nothing that conditions could name. */
const milestone: Columns = { id: id('m.id'), projectId: id('m.project_id') };

/**
 * What an actor may see, as conditions for reports over the rows of all contexts, under the aliases of the catalogue:
 * tasks `t`, projects `p`, members `m`, skills `s`, comments `c` with their tasks.
 */
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
    if (subject === 'Milestone') return milestone;
    if (subject === 'Comment') return this.commentColumns();
    const description = this.catalogue.subject(subject);
    if (!description) throw new Error(`No context describes the subject "${subject}".`);
    return description.columns;
  }

  /** Whatever a rule may ask of a task but its cost, it may ask of the comments on it. */
  private commentColumns(): Columns {
    const { costMinor: _, ...ofTask } = this.columns('Task');
    return { ...ofTask, id: id('c.id'), authorId: id('c.author_id') };
  }
}
