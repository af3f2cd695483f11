import { type Actor, Clock, expectVersion, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Portfolio, type PortfolioDetails } from '../domain/portfolio.ts';
import { Portfolios } from '../domain/portfolios.ts';

/** Groups projects that are steered together. */
export class CreatePortfolio {
  constructor(
    readonly actor: Actor,
    readonly details: Partial<PortfolioDetails> & { name: string },
  ) {}
}

/** Changes what the request names. */
export class EditPortfolio {
  constructor(
    readonly actor: Actor,
    readonly portfolioId: string,
    readonly details: Partial<PortfolioDetails>,
    readonly expectedVersion?: number,
  ) {}
}

/** Dissolves an empty portfolio. */
export class DeletePortfolio {
  constructor(
    readonly actor: Actor,
    readonly portfolioId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(CreatePortfolio)
export class CreatePortfolioHandler implements ICommandHandler<CreatePortfolio, string> {
  constructor(
    private readonly portfolios: Portfolios,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, details }: CreatePortfolio): Promise<string> {
    actor.authorize('create', 'Portfolio');
    const identity = { organizationId: actor.organizationId, id: newId() };
    const portfolio = new Portfolio(identity, details, this.clock.now());
    await this.portfolios.checkParent(portfolio);
    await this.portfolios.add(portfolio, portfolio.created());
    return portfolio.id;
  }
}

@CommandHandler(EditPortfolio)
export class EditPortfolioHandler implements ICommandHandler<EditPortfolio, void> {
  constructor(
    private readonly portfolios: Portfolios,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, portfolioId, details, expectedVersion }: EditPortfolio): Promise<void> {
    const portfolio = await this.portfolios.get(portfolioId);
    actor.authorize('edit', portfolio);
    expectVersion(portfolio, expectedVersion);
    const events = portfolio.edit(details, this.clock.now());
    if (details.parentId) await this.portfolios.checkParent(portfolio);
    if (events.length > 0) await this.portfolios.save(portfolio, ...events);
  }
}

@CommandHandler(DeletePortfolio)
export class DeletePortfolioHandler implements ICommandHandler<DeletePortfolio, void> {
  constructor(private readonly portfolios: Portfolios) {}

  async execute({ actor, portfolioId, expectedVersion }: DeletePortfolio): Promise<void> {
    const portfolio = await this.portfolios.get(portfolioId);
    actor.authorize('delete', portfolio);
    expectVersion(portfolio, expectedVersion);
    await this.portfolios.remove(portfolio, portfolio.deleted());
  }
}
