/** The injection token of the URL on which followers listen for NOTIFY. */
export const LISTEN_URL = Symbol('LISTEN_URL');
