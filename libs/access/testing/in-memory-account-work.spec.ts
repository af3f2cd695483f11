import { FixedClock } from '#kernel/testing/fixed-clock';
import { describe } from '@jest/globals';
import { behavesAsAccountWork } from './account-work.contract.ts';
import { InMemoryAccountWork } from './in-memory-account-work.ts';
import { InMemoryOneTimeTokens } from './in-memory-one-time-tokens.ts';

describe('The memory', () => {
  behavesAsAccountWork(async () => {
    const clock = new FixedClock();
    return { clock, work: new InMemoryAccountWork(new InMemoryOneTimeTokens(clock)) };
  });
});
