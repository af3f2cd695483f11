import { SetMetadata } from '@nestjs/common';

/** Where the interceptor looks whether a route opens its transactions itself. */
export const OWN_TRANSACTIONS = 'muster:own-transactions';

/** The route works in several transactions of its own, such as one for each item of a batch. */
export const OwnTransactions = () => SetMetadata(OWN_TRANSACTIONS, true);
