import { Email, Id, Integer, Nested, Text } from '#platform/http/fields';

export class SignUpBody {
  @Email({ example: 'ada@example.org' })
  email: string;

  @Text({ min: 10, max: 200, example: 'correct horse battery staple' })
  password: string;

  @Text({ min: 1, max: 100, example: 'Ada Lovelace' })
  name: string;

  @Text({ min: 1, max: 100, example: 'Analytical Engines' })
  organization_name: string;
}

export class SignInBody {
  @Email({ example: 'ada@example.org' })
  email: string;

  @Text({ min: 1, max: 200, example: 'correct horse battery staple' })
  password: string;

  @Id({ optional: true, description: 'For members of several organizations' })
  organization_id?: string;
}

export class RefreshBody {
  @Text({ max: 200, example: 'mst_ref_…' })
  refresh_token: string;
}

export class TokensBody {
  @Text({ max: 2000, description: 'Bearer token for `Authorization`' })
  access_token: string;

  @Text({ max: 200, description: 'Works once; brings new tokens' })
  refresh_token: string;

  @Text({ example: 'Bearer' })
  token_type: string;

  @Integer({ description: 'Seconds until the access token ends', example: 900 })
  expires_in: number;
}

export class UserBody {
  @Id()
  id: string;

  @Email({ example: 'ada@example.org' })
  email: string;

  @Text({ example: 'Ada Lovelace' })
  name: string;
}

export class OrganizationBrief {
  @Id()
  id: string;

  @Text({ example: 'Analytical Engines' })
  name: string;

  @Text({ example: 'analytical-engines-0a1b2c' })
  slug: string;
}

export class SignedInBody extends TokensBody {
  @Nested(() => UserBody)
  user: UserBody;

  @Nested(() => OrganizationBrief)
  organization: OrganizationBrief;
}
