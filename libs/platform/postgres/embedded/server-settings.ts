import { totalmem } from 'node:os';

const MEBIBYTE = 2 ** 20;

/** Command line settings: durable, reachable from this machine only, sized to its memory. */
export function serverSettings(port: number, memory = availableMemory()): string[] {
  const megabytes = memory / MEBIBYTE;
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: 200, // a process that does everything opens some forty
    // What was acknowledged is on the disk; these are PostgreSQL's defaults, said aloud so that no file overrides them.
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // A log of at most this size is replayed in seconds after a crash.
    max_wal_size: '512MB',
    wal_compression: 'pglz',
    shared_buffers: `${clamp(Math.round(megabytes / 16), 64, 512)}MB`,
    effective_cache_size: `${clamp(Math.round(megabytes / 2), 256, 65_536)}MB`,
    maintenance_work_mem: `${clamp(Math.round(megabytes / 32), 32, 256)}MB`,
    work_mem: '8MB',
    random_page_cost: 1.1,
    jit: 'off', // compiling costs more than it saves for statements of milliseconds
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // Failed statements reach their caller; in the log they would show people's data.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** A container's limit, where there is one, rather than the memory of its host. */
function availableMemory(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Infinity);
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
