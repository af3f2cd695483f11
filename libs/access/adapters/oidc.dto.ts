import { Flag, Id, Instant, Integer, ListOf, Text } from '#platform/http/fields';
import { text } from '#platform/http/shapes';

const domain = text({ max: 253, pattern: /^[a-z0-9-]+(\.[a-z0-9-]+)+$/ });

export class EditOidcProviderBody {
  @Text({ min: 1, max: 100, optional: true, example: 'Company login' })
  name?: string;

  @Text({
    max: 500,
    pattern: /^https?:\/\/[^\s?#]+$/,
    optional: true,
    description: 'Issuer identifier; its `.well-known/openid-configuration` is read',
    example: 'https://login.example.org/realms/company',
  })
  issuer?: string;

  @Text({ min: 1, max: 200, optional: true, example: 'muster' })
  client_id?: string;

  @Text({ min: 1, max: 500, optional: true, description: 'Never shown again', example: 'a long random text' })
  client_secret?: string;

  @ListOf(domain, {
    optional: true,
    min: 1,
    description: 'E-mail domains that the provider speaks for, in small letters',
    example: ['example.org'],
  })
  allowed_domains?: string[];

  @Id({ optional: true, description: 'Role of people who come in for the first time' })
  default_role_id?: string;

  @Flag({ optional: true, default: true })
  enabled?: boolean;
}

export class AddOidcProviderBody extends EditOidcProviderBody {
  @Text({ min: 1, max: 100, example: 'Company login' })
  declare name: string;

  @Text({
    max: 500,
    pattern: /^https?:\/\/[^\s?#]+$/,
    description: 'Issuer identifier; its `.well-known/openid-configuration` is read',
    example: 'https://login.example.org/realms/company',
  })
  declare issuer: string;

  @Text({ min: 1, max: 200, example: 'muster' })
  declare client_id: string;

  @Text({ min: 1, max: 500, description: 'Never shown again', example: 'a long random text' })
  declare client_secret: string;

  @ListOf(domain, {
    min: 1,
    description: 'E-mail domains that the provider speaks for, in small letters',
    example: ['example.org'],
  })
  declare allowed_domains: string[];

  @Id({ description: 'Role of people who come in for the first time' })
  declare default_role_id: string;
}

export class OidcProviderBody {
  @Id()
  id: string;

  @Text({ example: 'Company login' })
  name: string;

  @Text({ max: 500, example: 'https://login.example.org/realms/company' })
  issuer: string;

  @Text({ example: 'muster' })
  client_id: string;

  @ListOf(text(), { example: ['example.org'] })
  allowed_domains: string[];

  @Id()
  default_role_id: string;

  @Flag()
  enabled: boolean;

  @Text({ max: 500, description: 'Where people begin', example: '/api/v1/auth/oidc/0198f3c2-…/start' })
  start_path: string;

  @Text({ max: 500, description: 'The redirect URI to register at the provider' })
  redirect_path: string;

  @Integer({ example: 1 })
  version: number;

  @Instant()
  created_at: string;
}

export class OidcProviderParams {
  @Id() id: string;
  @Id() provider_id: string;
}

export class OidcStartParams {
  @Id() provider_id: string;
}

export class OidcStartQuery {
  @Text({
    max: 500,
    optional: true,
    pattern: /^\/(?![/\\])[^\\]*$/,
    description: 'A path of the web app to end up at, with `?sign_in_code=` for `/auth/oidc/exchange`',
    example: '/home',
  })
  return_to?: string;
}

export class OidcExchangeBody {
  @Text({ min: 1, max: 100, description: '`sign_in_code` of the address', example: 'mst_exc_…' })
  code: string;
}
