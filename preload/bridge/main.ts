import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { BuckyBridge, LineState, RequestFrame } from '../contract/transport.ts';

/** As `main/shell/windows/channels.ts` has them; neither side may import the other. */
const HELLO = 'bucky:hello';
const LINE_STATE = 'bucky:line-state';
const LINE = 'bucky:line';
const WINDOW_CONTROL = 'bucky:window-control';

let port: MessagePort | null = null;
let lineState: LineState = { state: 'connecting', detail: 'The core is starting.' };
const frameListeners = new Set<(frame: unknown) => void>();
const lineListeners = new Set<(state: LineState) => void>();

ipcRenderer.on(LINE, (event: IpcRendererEvent) => {
  port?.close(); // leads to a core that is gone
  port = event.ports[0] ?? null;
  if (port === null) return;
  port.onmessage = (message: MessageEvent<unknown>) => {
    for (const listener of frameListeners) listener(message.data);
  };
});

ipcRenderer.on(LINE_STATE, (_event: IpcRendererEvent, state: LineState) => {
  lineState = state;
  if (state.state !== 'open') {
    port?.close();
    port = null;
  }
  for (const listener of lineListeners) listener(state);
});

const platform = process.platform;

const bridge: BuckyBridge = {
  platform: platform === 'win32' || platform === 'darwin' ? platform : 'linux',
  send: (frame: RequestFrame) => {
    if (port === null) throw new Error('There is no line to the core.');
    port.postMessage(frame);
  },
  onFrame: (listener) => {
    frameListeners.add(listener);
    return () => {
      frameListeners.delete(listener);
    };
  },
  onLineState: (listener) => {
    listener(lineState);
    lineListeners.add(listener);
    return () => {
      lineListeners.delete(listener);
    };
  },
  windowControl: (action) => {
    ipcRenderer.send(WINDOW_CONTROL, action);
  },
};

contextBridge.exposeInMainWorld('buckyBridge', bridge);
ipcRenderer.send(HELLO);
