import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';

const CHANGES = 200;

interface Place {
  api: string;
  token: string;
  projectId: string;
  taskId: string;
  ownerUrl: string;
}

/** From the start of a write to its event at another client, beside an UPDATE and an emit with nothing around them. */
export async function eventLatency(place: Place): Promise<void> {
  const bare = await bareLatency(place);
  const muster = await musterLatency(place);
  console.log(`\n| write → event at another client | median ms | p99 ms |\n|---|---|---|`);
  console.log(`| bare Socket.IO + UPDATE | ${at(bare, 0.5)} | ${at(bare, 0.99)} |`);
  console.log(`| Muster | ${at(muster, 0.5)} | ${at(muster, 0.99)} |`);
  console.log(`\nratio of the medians: ${(Number(at(muster, 0.5)) / Number(at(bare, 0.5))).toFixed(2)} (goal ≤ 2)`);
}

async function musterLatency({ api, token, projectId }: Place): Promise<number[]> {
  const socket = await connected(api, { token });
  await socket.emitWithAck('subscribe', { project_id: projectId });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const made = await fetch(`${api}/api/v1/projects/${projectId}/tasks`, {
    method: 'POST',
    headers,
    body: '{"title":"Timed"}',
  });
  const { id } = (await made.json()) as { id: string };
  const times = await measure(socket, 'event', (n) =>
    fetch(`${api}/api/v1/tasks/${id}`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ difficulty: 1 + (n % 10) }),
    }),
  );
  socket.disconnect();
  return times;
}

async function bareLatency({ ownerUrl, taskId }: Place): Promise<number[]> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 4 });
  const http = createServer((request, response) => {
    request.resume().on('end', () => {
      void pool.query('update tasks set difficulty = 1 + difficulty % 10 where id = $1', [taskId]).then(() => {
        server.emit('event', { taskId });
        response.end('{}');
      });
    });
  });
  const server = new Server(http);
  await new Promise<void>((resolve) => http.listen(39103, '127.0.0.1', resolve));
  const socket = await connected('http://127.0.0.1:39103', {});
  const times = await measure(socket, 'event', () => fetch('http://127.0.0.1:39103/', { method: 'POST', body: '{}' }));
  socket.disconnect();
  await server.close();
  await pool.end();
  return times;
}

async function measure(socket: Socket, name: string, write: (n: number) => Promise<Response>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < CHANGES; n++) {
    const began = performance.now();
    const arrived = new Promise<number>((resolve) => socket.once(name, () => resolve(performance.now() - began)));
    const answer = await write(n);
    await answer.arrayBuffer();
    times.push(await arrived);
  }
  return times.sort((a, b) => a - b);
}

function connected(url: string, auth: Record<string, string>): Promise<Socket> {
  const socket = io(url, { auth, transports: ['websocket'], forceNew: true });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

const at = (sorted: number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(2);
