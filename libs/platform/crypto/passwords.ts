import { type Algorithm, hash, type Options, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const OPTIONS: Options = { algorithm: 2 satisfies Algorithm.Argon2id, ...COST };
/** Each takes a thread of the pool that files and DNS share, for 100 ms, so some threads must stay free. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** The PHC string to store for a password; computed off the event loop, a few at a time. */
export function hashPassword(password: string): Promise<string> {
  return taken(() => hash(password, OPTIONS));
}

/** Whether `password` is the one behind `stored`; what is no argon2 string matches nothing. */
export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return taken(() => verify(stored, password).catch(() => false));
}

/** Takes as long as a real check and fails: for a sign-in whose e-mail nobody has, so that time tells nothing. */
export async function verifyNoPassword(password: string): Promise<false> {
  await verifyPassword(await (decoy ??= hashPassword('nobody')), password);
  return false;
}
let decoy: Promise<string> | undefined;

/** Whether `stored` was made more cheaply than today's setting: hash anew at the next sign-in. */
export function needsRehash(stored: string): boolean {
  const [, memory, time, lanes] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(stored)?.map(Number) ?? [];
  return memory !== COST.memoryCost || time !== COST.timeCost || lanes !== COST.parallelism;
}

async function taken<T>(work: () => Promise<T>): Promise<T> {
  if (running === AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
