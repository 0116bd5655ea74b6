import { Socket, type SocketConstructorOpts } from 'node:net';
import { ReceiveBuffer } from '../../shared/receive-buffers.ts';

/**
 * Takes an accepted connection over into a socket that reads into memory of ours: a third of the CPU time of one that
 * emits `data`. `net.Server` has no option for it (`onread` exists for outgoing connections only), so the handle of the
 * accepted socket is moved, which nothing promises will work for ever: then, and for TLS, the socket is read as usual.
 *
 * @param accepted must not have read anything yet (`pauseOnConnect`)
 * @param onBytes takes what was read; valid until it is given back
 */
export function readIntoPool(accepted: Socket, onBytes: (bytes: Buffer) => void): Socket {
  const handle = takeHandle(accepted);
  if (handle === null) {
    accepted.on('data', onBytes);
    return accepted;
  }
  const received = new ReceiveBuffer();
  const options = {
    handle,
    onread: {
      buffer: () => received.space(),
      callback: (byteLength: number) => {
        onBytes(received.take(byteLength));
        return true;
      },
    },
  };
  const socket = new Socket(options as unknown as SocketConstructorOpts); // `handle` is typed for something else
  socket.once('close', () => {
    received.release();
  });
  return socket;
}

interface WithHandle {
  _handle?: { readonly useUserBuffer?: unknown } | null;
}

/** @returns null when this is no plain TCP socket as Node is known to make them */
function takeHandle(socket: Socket): object | null {
  if (socket.constructor !== Socket) return null;
  const holder = socket as unknown as WithHandle; // private to Node, see above
  const handle = holder._handle;
  if (!handle || typeof handle.useUserBuffer !== 'function') return null;
  holder._handle = null;
  socket.destroy(); // without its handle it only tells the server that it is gone
  return handle;
}
