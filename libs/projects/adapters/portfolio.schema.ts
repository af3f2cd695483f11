import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType } from '#platform/postgres/types';
import { Portfolio } from '../domain/portfolio.ts';

/** How a portfolio is stored. */
export const portfolioSchema = new EntitySchema<Portfolio>({
  class: Portfolio,
  tableName: 'portfolios',
  properties: {
    subjectType: { type: 'any', persist: false, hydrate: false },
    organizationId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    description: { type: 'text' },
    kind: { type: 'text' },
    parentId: { type: 'uuid', nullable: true },
    version: { type: 'integer', version: true },
    createdAt: { type: new InstantType() },
    updatedAt: { type: new InstantType() },
  },
});
