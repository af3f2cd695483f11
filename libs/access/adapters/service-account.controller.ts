import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, PageQuery } from '#platform/http/pages';
import { CreateServiceAccount } from '../application/service-account-create.ts';
import { CreateServiceToken, RemoveServiceAccount, RevokeServiceToken } from '../application/service-account-tokens.ts';
import type { IssuedToken } from '../application/token-create.ts';
import { mustBeHere } from './auth-caller.ts';
import { TokenReads } from './token-reads.ts';
import { newTokenOf } from './token.controller.ts';
import {
  CreateServiceAccountBody,
  CreateTokenBody,
  IssuedTokenBody,
  ServiceAccountBody,
  ServiceAccountParams,
  ServiceTokenParams,
  TokenBody,
} from './token.dto.ts';

@ApiTags('Service accounts')
@Controller('api/v1/organizations/:id/service-accounts')
export class ServiceAccountController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: TokenReads,
  ) {}

  @Get()
  @Needs('manage_members')
  @ApiOperation({ summary: 'The programs that are members of the organization' })
  @ApiPage(ServiceAccountBody)
  listServiceAccounts(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: PageQuery) {
    mustBeHere(actor, id);
    return this.reads.listServiceAccounts(actor, query);
  }

  @Post()
  @Needs('manage_members')
  @ApiOperation({ summary: 'Makes a member that is a program; its tokens let it in' })
  @ApiCreatedResponse({ type: ServiceAccountBody })
  @ApiProblems({ 403: ['not_yours_to_give'], 422: ['owner_role', 'project_role'] })
  async createServiceAccount(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { name, role_id }: CreateServiceAccountBody,
  ) {
    mustBeHere(actor, id);
    const command = new CreateServiceAccount(actor, name, role_id);
    return this.reads.serviceAccount(actor, await this.commands.execute<CreateServiceAccount, string>(command));
  }

  @Delete(':account_id')
  @HttpCode(204)
  @Needs('manage_members')
  @ApiOperation({ summary: 'Ends a service account with all its tokens' })
  @ApiNoContentResponse()
  async removeServiceAccount(@CurrentActor() actor: Actor, @Param() { id, account_id }: ServiceAccountParams) {
    mustBeHere(actor, id);
    await this.commands.execute(new RemoveServiceAccount(actor, account_id));
  }

  @Get(':account_id/tokens')
  @Needs('manage_members')
  @ApiOperation({ summary: 'The tokens of a service account' })
  @ApiPage(TokenBody)
  async listServiceTokens(
    @CurrentActor() actor: Actor,
    @Param() { id, account_id }: ServiceAccountParams,
    @Query() query: PageQuery,
  ) {
    mustBeHere(actor, id);
    await this.reads.serviceAccount(actor, account_id);
    return this.reads.list(actor, account_id, query);
  }

  @Post(':account_id/tokens')
  @Needs('manage_members')
  @ApiOperation({ summary: 'Makes a token for a service account; shown once' })
  @ApiCreatedResponse({ type: IssuedTokenBody })
  @ApiProblems({ 403: ['not_yours_to_give'], 422: ['scope_not_held', 'in_the_past'] })
  async createServiceToken(
    @CurrentActor() actor: Actor,
    @Param() { id, account_id }: ServiceAccountParams,
    @Body() body: CreateTokenBody,
  ): Promise<IssuedTokenBody> {
    mustBeHere(actor, id);
    const command = new CreateServiceToken(actor, account_id, newTokenOf(body));
    const issued = await this.commands.execute<CreateServiceToken, IssuedToken>(command);
    return { ...(await this.reads.one(actor, issued.id, account_id)), token: issued.token };
  }

  @Delete(':account_id/tokens/:token_id')
  @HttpCode(204)
  @Needs('manage_members')
  @ApiOperation({ summary: 'Revokes a token of a service account' })
  @ApiNoContentResponse()
  @ApiProblems({ 409: ['token_revoked'] })
  async revokeServiceToken(@CurrentActor() actor: Actor, @Param() { id, account_id, token_id }: ServiceTokenParams) {
    mustBeHere(actor, id);
    await this.commands.execute(new RevokeServiceToken(actor, account_id, token_id));
  }
}
