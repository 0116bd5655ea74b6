import {
  ipcMain,
  MessageChannelMain,
  type BrowserWindow,
  type MessagePortMain,
  type WebContents,
} from 'electron';
import { z } from 'zod';
import type { CoreSupervisor } from '../supervisor/core-supervisor.ts';
import { isOwnSender } from '../security/guards.ts';
import { CHANNELS } from './channels.ts';

const windowControlSchema = z.enum(['minimize', 'toggle-maximize', 'close']);

/**
 * Connects each page of ours with the core: a fresh message channel when the page says hello and again whenever a core
 * has come up, with the state of the line in between. Frames do not pass through the shell.
 */
export function connectWindows(
  supervisor: CoreSupervisor<MessagePortMain>,
  windowOf: (contents: WebContents) => BrowserWindow | null,
): void {
  const pages = new Set<WebContents>();

  const bringUpToDate = (page: WebContents) => {
    const { state } = supervisor;
    if (state.state === 'open') {
      const { port1, port2 } = new MessageChannelMain();
      if (!supervisor.attachWindow(port1)) return;
      page.postMessage(CHANNELS.line, null, [port2]);
    }
    page.send(CHANNELS.lineState, state);
  };

  supervisor.onState(() => {
    for (const page of pages) bringUpToDate(page);
  });

  ipcMain.on(CHANNELS.hello, (event) => {
    if (!isOwnSender(event)) return;
    const page = event.sender;
    if (!pages.has(page)) {
      pages.add(page);
      page.once('destroyed', () => pages.delete(page));
    }
    bringUpToDate(page);
  });

  ipcMain.on(CHANNELS.windowControl, (event, raw: unknown) => {
    const action = windowControlSchema.safeParse(raw);
    const window = windowOf(event.sender);
    if (!isOwnSender(event) || !action.success || window === null) return;
    control(window, action.data);
  });
}

function control(window: BrowserWindow, action: z.output<typeof windowControlSchema>): void {
  if (action === 'minimize') window.minimize();
  else if (action === 'close') window.close();
  else if (window.isMaximized()) window.unmaximize();
  else window.maximize();
}
