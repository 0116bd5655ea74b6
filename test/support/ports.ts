import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A TCP port on loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has an object here
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when something accepts connections; throws when `hasEnded` says that it never will, or after 20 s. */
export async function untilListening(port: number, hasEnded: () => boolean = () => false): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await isListening(port)) return;
    if (hasEnded()) break;
    await wait(50);
  }
  throw new Error(`Nothing listens on port ${port}`);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
