import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, IdParam, ShowQuery } from '#platform/http/pages';
import { CreatePortfolio, DeletePortfolio, EditPortfolio } from '../application/keep-portfolios.ts';
import type { PortfolioDetails } from '../domain/portfolio.ts';
import { CreatePortfolioBody, EditPortfolioBody, PortfolioBody, PortfolioListQuery } from './portfolio.dto.ts';
import { PortfolioReads } from './portfolio-reads.ts';

@ApiTags('Portfolios')
@Controller('api/v1/portfolios')
export class PortfoliosController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: PortfolioReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Portfolios and programmes' })
  @Needs('view_project')
  @ApiPage(PortfolioBody)
  listPortfolios(@CurrentActor() actor: Actor, @Query() query: PortfolioListQuery) {
    return this.reads.list(actor, query);
  }

  @Post()
  @ApiOperation({ summary: 'Makes a portfolio or programme' })
  @Needs('create_projects')
  @ApiCreatedResponse({ type: PortfolioBody })
  async createPortfolio(@CurrentActor() actor: Actor, @Body() body: CreatePortfolioBody) {
    const command = new CreatePortfolio(actor, { ...detailsOf(body), name: body.name });
    return this.reads.one(actor, await this.commands.execute<CreatePortfolio, string>(command));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One portfolio' })
  @Needs('view_project')
  @ApiOkResponse({ type: PortfolioBody })
  getPortfolio(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes a portfolio' })
  @Needs('create_projects')
  @ApiOkResponse({ type: PortfolioBody })
  async editPortfolio(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditPortfolioBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new EditPortfolio(actor, id, detailsOf(body), version));
    return this.reads.one(actor, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Dissolves an empty portfolio' })
  @Needs('create_projects')
  async deletePortfolio(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeletePortfolio(actor, id, version));
  }
}

function detailsOf({ name, description, kind, parent_id: parentId }: EditPortfolioBody): Partial<PortfolioDetails> {
  return Object.fromEntries(
    Object.entries({ name, description, kind, parentId }).filter(([, value]) => value !== undefined),
  );
}
