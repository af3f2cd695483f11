import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, PageQuery } from '#platform/http/pages';
import { AddOidcProvider, EditOidcProvider, RemoveOidcProvider } from '../application/oidc-providers-edit.ts';
import type { OidcProviderDetails } from '../domain/oidc-provider.ts';
import { mustBeHere, type PersonCaller, PersonSession } from './auth-caller.ts';
import { AddOidcProviderBody, EditOidcProviderBody, OidcProviderBody, OidcProviderParams } from './oidc.dto.ts';
import { OidcProviderReads } from './oidc-provider-reads.ts';

@ApiTags('Identity providers')
@Controller('api/v1/organizations/:id/identity-providers')
export class OidcProvidersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: OidcProviderReads,
  ) {}

  @Get()
  @Needs('manage_organization')
  @ApiOperation({ summary: 'Where people may come in from by single sign-on' })
  @ApiPage(OidcProviderBody)
  listIdentityProviders(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: PageQuery) {
    mustBeHere(actor, id);
    return this.reads.list(actor, query);
  }

  @Get(':provider_id')
  @Needs('manage_organization')
  @ApiOperation({ summary: 'One identity provider' })
  @ApiOkResponse({ type: OidcProviderBody })
  getIdentityProvider(@CurrentActor() actor: Actor, @Param() { id, provider_id }: OidcProviderParams) {
    mustBeHere(actor, id);
    return this.reads.one(actor, provider_id);
  }

  @Post()
  @Needs('manage_organization')
  @ApiOperation({ summary: 'Trusts an OpenID Connect provider to say who people are' })
  @ApiCreatedResponse({ type: OidcProviderBody })
  @ApiProblems({ 403: ['not_yours_to_give', 'own_sign_in_needed'], 422: ['domains_needed', 'owner_role'] })
  async addIdentityProvider(
    @CurrentActor() actor: Actor,
    @PersonSession() _session: PersonCaller,
    @Param() { id }: IdParam,
    @Body() body: AddOidcProviderBody,
  ) {
    mustBeHere(actor, id);
    const command = new AddOidcProvider(actor, { enabled: true, ...detailsOf(body) } as OidcProviderDetails);
    return this.reads.one(actor, await this.commands.execute<AddOidcProvider, string>(command));
  }

  @Patch(':provider_id')
  @Needs('manage_organization')
  @ApiOperation({ summary: 'Changes the fields that the body names' })
  @ApiOkResponse({ type: OidcProviderBody })
  @ApiProblems({ 403: ['not_yours_to_give', 'own_sign_in_needed'], 422: ['domains_needed', 'owner_role'] })
  async editIdentityProvider(
    @CurrentActor() actor: Actor,
    @PersonSession() _session: PersonCaller,
    @Param() { id, provider_id }: OidcProviderParams,
    @Body() body: EditOidcProviderBody,
    @IfMatch() version?: number,
  ) {
    mustBeHere(actor, id);
    await this.commands.execute(new EditOidcProvider(actor, provider_id, detailsOf(body), version));
    return this.reads.one(actor, provider_id);
  }

  @Delete(':provider_id')
  @HttpCode(204)
  @Needs('manage_organization')
  @ApiOperation({ summary: 'Trusts it no longer; sessions that it vouched for go on until they end' })
  @ApiNoContentResponse()
  async removeIdentityProvider(@CurrentActor() actor: Actor, @Param() { id, provider_id }: OidcProviderParams) {
    mustBeHere(actor, id);
    await this.commands.execute(new RemoveOidcProvider(actor, provider_id));
  }
}

/** The details that a body names, in the words of the domain; what it leaves out stays out. */
function detailsOf(body: EditOidcProviderBody): Partial<OidcProviderDetails> {
  const details: Partial<OidcProviderDetails> = {
    name: body.name,
    issuer: body.issuer,
    clientId: body.client_id,
    clientSecret: body.client_secret,
    allowedDomains: body.allowed_domains,
    defaultRoleId: body.default_role_id,
    enabled: body.enabled,
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined));
}
