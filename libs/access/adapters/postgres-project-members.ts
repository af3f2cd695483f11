import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { ProjectMember } from '../domain/project-member.ts';
import { ProjectMembers } from '../domain/project-members.ts';
import { EntityStore } from './entity-store.ts';

@Injectable()
export class PostgresProjectMembers extends ProjectMembers {
  private readonly store: EntityStore<ProjectMember>;

  constructor(unitOfWork: UnitOfWork) {
    super();
    this.store = new EntityStore(unitOfWork, ProjectMember);
  }

  async get(projectId: string, userId: string): Promise<ProjectMember> {
    const found = await this.find(projectId, userId);
    if (!found) throw new NotFound('project member', userId);
    return found;
  }

  find(projectId: string, userId: string): Promise<ProjectMember | undefined> {
    return this.store.find({ organizationId: currentOrganizationId(), projectId, userId });
  }

  add(member: ProjectMember, ...events: DomainEvent[]): Promise<void> {
    return this.store.add(member, events);
  }

  save(_member: ProjectMember, ...events: DomainEvent[]): Promise<void> {
    return this.store.save(events);
  }

  remove(member: ProjectMember, ...events: DomainEvent[]): Promise<void> {
    return this.store.remove(member, events);
  }
}
