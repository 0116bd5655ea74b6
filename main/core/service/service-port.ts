/** One end of a channel that carries contract frames to a window. */
export interface FramePort {
  post(frame: unknown): void;
  onMessage(listener: (frame: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** How the core talks to whoever started it: Electron's main process, a test, or nobody. */
export interface ServicePort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown, ports: readonly FramePort[]) => void): void;
}

interface ElectronMessagePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  start(): void;
}

interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { data: unknown; ports: readonly ElectronMessagePort[] }) => void,
  ): void;
}

/** Uses Electron's `process.parentPort` when it exists, else the Node IPC channel of `child_process.fork`. */
export function openServicePort(): ServicePort {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ElectronParentPort };
  if (parentPort) {
    return {
      post: (message) => {
        parentPort.postMessage(message);
      },
      onMessage: (listener) => {
        parentPort.on('message', (event) => {
          listener(event.data, event.ports.map(toFramePort));
        });
      },
    };
  }
  if (process.send) {
    return {
      post: (message) => {
        process.send?.(message);
      },
      onMessage: (listener) => {
        process.on('message', (message) => {
          listener(message, []);
        });
      },
    };
  }
  return { post: () => undefined, onMessage: () => undefined }; // from the command line: HTTP and WebSocket only
}

function toFramePort(port: ElectronMessagePort): FramePort {
  return {
    post: (frame) => {
      port.postMessage(frame);
    },
    onMessage: (listener) => {
      port.on('message', (event) => {
        listener(event.data);
      });
      port.start();
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
  };
}
