import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK']).toString());

/** The heap that `npm run start:api` gives the API; the floor gets the same. */
const heap = ['--max-semi-space-size=8', '--max-old-space-size=256'];

/** Starts a compiled script and waits until its port answers. */
export async function start(script: string, env: Record<string, string>, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...heap, script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let attempt = 0; attempt < 200; attempt++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${script} does not answer at ${url}`);
}

/** CPU milliseconds that a process tree has used, its ended children included. */
export function cpuOf(pid: number): number {
  const stat = statOf(pid);
  if (!stat) return 0;
  const own = ((stat[11]! + stat[12]! + stat[13]! + stat[14]!) * 1000) / TICKS_PER_SECOND;
  return own + childrenOf(pid).reduce((sum, child) => sum + cpuOf(child), 0);
}

/** Resident memory of one process in MiB. */
export function rssOf(pid: number): number {
  const line = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => statOf(candidate)?.[1] === pid);
}

/** The numbers of /proc/<pid>/stat behind the name: [1] is the parent, [11] to [14] the times. */
function statOf(pid: number): number[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
}
