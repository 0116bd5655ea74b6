import type { App, IpcMainEvent, Session, WebFrameMain } from 'electron';
import { UI_ORIGIN } from './app-protocol.ts';

/** Writing text to the clipboard after a click (copying an AE title) is all that a page of ours may ask for. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/** No page leaves the UI, opens another window, embeds one, or gets at devices. */
export function guardWebContents(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isUiUrl(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isUiUrl(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === ALLOWED_PERMISSION && isUiUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED_PERMISSION && isUiUrl(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** True for a message from the main frame of one of our own pages. */
export function isOwnSender(event: Pick<IpcMainEvent, 'senderFrame'>): boolean {
  const frame: WebFrameMain | null = event.senderFrame;
  return frame !== null && frame.parent === null && isUiUrl(frame.url);
}

function isUiUrl(url: string): boolean {
  return url === UI_ORIGIN || url.startsWith(`${UI_ORIGIN}/`);
}
