import { type Actor, expectVersion, Forbidden, newId, NotFound } from '#kernel/index';
import { Workflows } from '#projects/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { View, type ViewDetails } from '../domain/view.ts';
import { Views } from '../domain/views.ts';

/** Saves a way to look at the project's tasks. */
export class CreateView {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly details: Partial<ViewDetails> & Pick<ViewDetails, 'name' | 'kind'>,
  ) {}
}

/** Changes a view. */
export class EditView {
  constructor(
    readonly actor: Actor,
    readonly viewId: string,
    readonly details: Partial<ViewDetails>,
    readonly expectedVersion?: number,
  ) {}
}

/** Gives a view up. */
export class DeleteView {
  constructor(
    readonly actor: Actor,
    readonly viewId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(CreateView)
export class CreateViewHandler implements ICommandHandler<CreateView, string> {
  constructor(
    private readonly views: Views,
    private readonly workflows: Workflows,
  ) {}

  async execute({ actor, projectId, details }: CreateView): Promise<string> {
    const view = new View(newId(), projectId, actor.userId, details);
    actor.authorize('create', view);
    // Refuses a project that is not there.
    await this.workflows.of(projectId);
    await this.views.save(view, view.created());
    return view.id;
  }
}

@CommandHandler(EditView)
export class EditViewHandler implements ICommandHandler<EditView, void> {
  constructor(private readonly views: Views) {}

  async execute({ actor, viewId, details, expectedVersion }: EditView): Promise<void> {
    const view = await seenBy(actor, this.views, viewId);
    actor.authorize('edit', view);
    expectVersion(view, expectedVersion);
    const events = view.edit(details);
    // What it has become counts too: sharing needs the right to shared views, and only the author takes one back.
    if (!actor.may('edit', view)) throw new Forbidden('edit', view);
    if (events.length > 0) await this.views.save(view, ...events);
  }
}

@CommandHandler(DeleteView)
export class DeleteViewHandler implements ICommandHandler<DeleteView, void> {
  constructor(private readonly views: Views) {}

  async execute({ actor, viewId, expectedVersion }: DeleteView): Promise<void> {
    const view = await seenBy(actor, this.views, viewId);
    actor.authorize('delete', view);
    expectVersion(view, expectedVersion);
    await this.views.remove(view, view.deleted());
  }
}

/** The view; that somebody else has a private one is not even told. */
async function seenBy(actor: Actor, views: Views, id: string): Promise<View> {
  const view = await views.get(id);
  if (!actor.may('view', view)) throw new NotFound('view', id);
  return view;
}
