import { changesBetween, type DomainEvent, newId } from '#kernel/index';

/** What people may change about a skill. */
export interface SkillDetails {
  name: string;
  category: string;
  description: string;
  aliases: readonly string[];
}

/** Something people can be good at, known by one name and any number of others. */
export class Skill {
  readonly organizationId: string;
  readonly id: string;
  name: string;
  category = '';
  description = '';
  aliases: string[] = [];
  /** Name and aliases as they are looked up. */
  names: string[] = [];
  version = 1;
  createdAt: Temporal.Instant;

  constructor(organizationId: string, details: Partial<SkillDetails> & { name: string }, at: Temporal.Instant) {
    this.organizationId = organizationId;
    this.id = newId(at.epochMilliseconds);
    this.createdAt = at;
    this.apply(details);
  }

  get subjectType(): string {
    return 'Skill';
  }

  created(): DomainEvent {
    return this.event('skill.created', changesBetween({}, this.facts()));
  }

  edit(details: Partial<SkillDetails>): DomainEvent[] {
    const before = this.facts();
    this.apply(details);
    const changes = changesBetween(before, this.facts());
    return Object.keys(changes).length === 0 ? [] : [this.event('skill.updated', changes)];
  }

  /** Takes over another skill's names; what people have of the other becomes theirs here. */
  absorb(other: Skill): DomainEvent {
    const before = this.facts();
    this.apply({ aliases: [...this.aliases, other.name, ...other.aliases] });
    return {
      ...this.event('skill.merged', changesBetween(before, this.facts())),
      data: { name: this.name, merged_id: other.id, merged_name: other.name },
    };
  }

  deleted(): DomainEvent {
    return this.event('skill.deleted', changesBetween(this.facts(), {}));
  }

  private apply({ name, aliases, ...rest }: Partial<SkillDetails>): void {
    Object.assign(this, rest);
    if (name !== undefined) this.name = tidy(name);
    if (aliases !== undefined || name !== undefined) this.aliases = otherNames(this.name, aliases ?? this.aliases);
    this.names = [this.name, ...this.aliases].map(asLookedUp);
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    return { type, subject: { type: 'Skill', id: this.id }, data: { name: this.name }, changes };
  }

  private facts(): Record<string, unknown> {
    return { name: this.name, category: this.category, description: this.description, aliases: this.aliases };
  }
}

/** The spelling in which names of skills are compared. */
export const asLookedUp = (name: string): string => tidy(name).toLowerCase();

const tidy = (name: string): string => name.trim().replace(/\s+/g, ' ');

/** The aliases without the name itself and without one said twice. */
function otherNames(name: string, aliases: readonly string[]): string[] {
  const byLookup = new Map(aliases.map((alias) => [asLookedUp(alias), tidy(alias)]));
  byLookup.delete(asLookedUp(name));
  byLookup.delete('');
  return [...byLookup.values()];
}
