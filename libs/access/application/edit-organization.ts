import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrganizationDetails } from '../domain/organization.ts';
import { Organizations } from '../domain/organizations.ts';

/** Changes what the request names of the actor's organization. */
export class EditOrganization {
  constructor(
    readonly actor: Actor,
    readonly details: Partial<OrganizationDetails>,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(EditOrganization)
export class EditOrganizationHandler implements ICommandHandler<EditOrganization, void> {
  constructor(private readonly organizations: Organizations) {}

  async execute({ actor, details, expectedVersion }: EditOrganization): Promise<void> {
    const organization = await this.organizations.current();
    actor.authorize('edit', organization);
    expectVersion(organization, expectedVersion);
    const edited = organization.edit(details);
    if (edited) await this.organizations.save(organization, edited);
  }
}
