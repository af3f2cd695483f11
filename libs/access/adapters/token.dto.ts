import { Id, Instant, ListOf, Text } from '#platform/http/fields';
import { text } from '#platform/http/shapes';

const scopes = {
  description: 'Permission codes; all that the owner holds when absent',
  example: ['view_tasks', 'create_tasks'],
  unique: true,
} as const;

export class CreateTokenBody {
  @Text({ min: 1, max: 100, example: 'Nightly import' })
  name: string;

  @ListOf(text({ min: 1, max: 60 }), { ...scopes, optional: true, min: 1 })
  scopes?: string[];

  @Instant({ optional: true, nullable: true, description: 'When it ends; never when absent' })
  expires_at?: string | null;
}

export class TokenBody {
  @Id()
  id: string;

  @Text({ example: 'Nightly import' })
  name: string;

  @ListOf(text({ max: 60 }), { example: ['view_tasks', 'create_tasks'] })
  scopes: string[];

  @Instant()
  created_at: string;

  @Instant({ nullable: true })
  expires_at: string | null;

  @Instant({ nullable: true, description: 'To the minute' })
  last_used_at: string | null;
}

export class IssuedTokenBody extends TokenBody {
  @Text({ description: 'The token itself, shown this once', example: 'mst_pat_…' })
  token: string;
}

export class CreateServiceAccountBody {
  @Text({ min: 1, max: 100, example: 'Build server' })
  name: string;

  @Id({ description: 'Its role in the organization' })
  role_id: string;
}

export class ServiceAccountBody extends CreateServiceAccountBody {
  @Id()
  id: string;

  @Instant()
  created_at: string;
}

export class ServiceTokenParams {
  @Id() id: string;
  @Id() account_id: string;
  @Id() token_id: string;
}

export class ServiceAccountParams {
  @Id() id: string;
  @Id() account_id: string;
}
