import type { DomainEvent } from '#kernel/index';
import type { Portfolio } from './portfolio.ts';

/** Where portfolios and programmes live. */
export abstract class Portfolios {
  abstract get(id: string): Promise<Portfolio>;
  /** Refuses a parent that is not there or lies below the portfolio. */
  abstract checkParent(portfolio: Portfolio): Promise<void>;
  abstract add(portfolio: Portfolio, ...events: DomainEvent[]): Promise<void>;
  abstract save(portfolio: Portfolio, ...events: DomainEvent[]): Promise<void>;
  /** Refused while projects or other portfolios are in it. */
  abstract remove(portfolio: Portfolio, ...events: DomainEvent[]): Promise<void>;
}
