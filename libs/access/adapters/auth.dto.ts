import { Choice, Email, Flag, Id, Integer, Nested, Text } from '#platform/http/fields';

const newPassword = { min: 8, max: 200, description: 'At least 8 characters', example: 'correct horse battery staple' };
const knownPassword = { min: 1, max: 200, example: 'correct horse battery staple' };
const code = { min: 6, max: 40, description: 'Of the authenticator app, or a recovery code', example: '287082' };
const mailedToken = { min: 1, max: 100, description: 'From the link in the letter', example: 'mst_pwr_…' };

export class SignUpBody {
  @Email({ example: 'ada@example.org' })
  email: string;

  @Text(newPassword)
  password: string;

  @Text({ min: 1, max: 100, example: 'Ada Lovelace' })
  name: string;

  @Text({ min: 1, max: 100, example: 'Analytical Engines' })
  organization_name: string;
}

export class SignInBody {
  @Email({ example: 'ada@example.org' })
  email: string;

  @Text(knownPassword)
  password: string;

  @Id({ optional: true, description: 'For members of several organizations; the one used last when absent' })
  organization_id?: string;
}

export class VerifySecondFactorBody {
  @Text({ min: 1, max: 100, description: 'Of the answer to `sign-in`', example: 'mst_2fa_…' })
  challenge_token: string;

  @Text(code)
  code: string;
}

export class RefreshBody {
  @Text({ min: 1, max: 200, example: 'mst_ref_….0198f3c2-5d3e-7c41-9f0a-3f6a1f0e8b11' })
  refresh_token: string;
}

export class SwitchOrganizationBody {
  @Id({ description: 'Another organization that the caller belongs to' })
  organization_id: string;
}

export class RequestPasswordResetBody {
  @Email({ example: 'ada@example.org' })
  email: string;
}

export class ResetPasswordBody {
  @Text(mailedToken)
  token: string;

  @Text(newPassword)
  password: string;
}

export class ChangePasswordBody {
  @Text(knownPassword)
  current_password: string;

  @Text(newPassword)
  new_password: string;
}

export class VerifyEmailBody {
  @Text(mailedToken)
  token: string;
}

export class PasswordBody {
  @Text(knownPassword)
  password: string;
}

export class ConfirmTotpBody {
  @Text({ ...code, description: 'What the authenticator app shows' })
  code: string;
}

export class DisableTotpBody extends PasswordBody {
  @Text(code)
  code: string;
}

export class TotpEnrolmentBody {
  @Text({ description: 'Base32, for typing it in', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  secret: string;

  @Text({ max: 1000, description: 'For a QR code', example: 'otpauth://totp/Muster:ada%40example.org?secret=…' })
  uri: string;
}

export class TokensBody {
  @Text({ max: 2000, description: 'Bearer token for `Authorization`', example: 'eyJhbGciOiJIUzI1NiIs…' })
  access_token: string;

  @Text({ max: 200, description: 'Works once; brings new tokens', example: 'mst_ref_….0198f3c2-…' })
  refresh_token: string;

  @Choice(['Bearer'], { example: 'Bearer' })
  token_type: 'Bearer';

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

  @Flag({ description: 'Whether the address is proved to be theirs', example: true })
  email_verified: boolean;
}

export class RoleBrief {
  @Text({ example: 'owner' })
  key: string;

  @Text({ example: 'Owner' })
  name: string;
}

export class MembershipBody {
  @Id()
  id: string;

  @Text({ example: 'Analytical Engines' })
  name: string;

  @Text({ example: 'analytical-engines-0a1b2c' })
  slug: string;

  @Nested(() => RoleBrief, { description: "The caller's role there" })
  role: RoleBrief;
}

export class SignedInBody extends TokensBody {
  @Nested(() => UserBody)
  user: UserBody;

  @Nested(() => MembershipBody)
  organization: MembershipBody;
}

export class SecondFactorNeededBody {
  @Flag({ description: 'Always true: send a code to `/auth/totp/verify`', example: true })
  mfa_required: true;

  @Text({ description: 'For `/auth/totp/verify`', example: 'mst_2fa_…' })
  challenge_token: string;

  @Integer({ description: 'Seconds until the challenge ends', example: 300 })
  expires_in: number;
}
