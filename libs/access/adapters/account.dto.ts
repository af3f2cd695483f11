import { Flag, Id, Instant, ListOf, Nested, Text } from '#platform/http/fields';
import { text } from '#platform/http/shapes';
import { MembershipBody, UserBody } from './auth.dto.ts';

export class RenameAccountBody {
  @Text({ min: 1, max: 100, optional: true, example: 'Ada King' })
  name?: string;
}

export class MeBody extends UserBody {
  @Flag({ description: 'Whether signing in asks for a second factor', example: false })
  totp_enabled: boolean;

  @Nested(() => MembershipBody, { description: 'Where this session or token works' })
  organization: MembershipBody;

  @ListOf(() => MembershipBody, { description: 'All organizations of the caller' })
  organizations: MembershipBody[];

  @ListOf(text({ max: 60 }), {
    description: 'Permission codes held anywhere, as far as the token in use goes',
    example: ['view_project', 'view_tasks'],
  })
  permissions: string[];
}

export class SessionBody {
  @Id()
  id: string;

  @Id()
  organization_id: string;

  @Flag({ description: 'Whether it is the one that asks', example: true })
  is_current: boolean;

  @Text({ nullable: true, max: 500, example: 'Mozilla/5.0 (X11; Linux x86_64)' })
  user_agent: string | null;

  @Text({ nullable: true, max: 60, example: '203.0.113.7' })
  ip: string | null;

  @Instant()
  created_at: string;

  @Instant({ description: 'When it was refreshed last' })
  last_used_at: string;

  @Instant()
  expires_at: string;
}

export class SessionsBody {
  @ListOf(() => SessionBody, { max: 1000 })
  data: SessionBody[];
}
