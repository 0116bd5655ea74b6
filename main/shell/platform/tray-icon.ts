import { Menu, nativeImage, Tray } from 'electron';
import type { LineState } from '../../../preload/contract/transport.ts';

export interface TrayActions {
  readonly onOpen: () => void;
  readonly onRetryCore: () => void;
  readonly onQuit: () => void;
}

/** The icon beside the clock: shows that Bucky receives, opens the window, quits. */
export class TrayIcon {
  readonly #tray: Tray;
  readonly #actions: TrayActions;

  constructor(icon: string, actions: TrayActions) {
    const image = nativeImage.createFromPath(icon).resize({ width: 16, height: 16 });
    this.#tray = new Tray(image);
    this.#actions = actions;
    this.#tray.on('click', actions.onOpen);
  }

  show(state: LineState): void {
    const line = describeLine(state);
    this.#tray.setToolTip(`Bucky. ${line}`);
    this.#tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: 'Open Bucky', click: this.#actions.onOpen },
        ...(state.state === 'failed'
          ? [{ label: 'Start the core again', click: this.#actions.onRetryCore }]
          : []),
        { label: 'Quit Bucky…', click: this.#actions.onQuit },
      ]),
    );
  }

  close(): void {
    this.#tray.destroy();
  }
}

function describeLine(state: LineState): string {
  switch (state.state) {
    case 'open':
      return 'Receiving';
    case 'connecting':
      return 'Starting';
    case 'restarting':
      return 'Starting again';
    case 'failed':
      return 'Not receiving: open Bucky to see why';
  }
}
