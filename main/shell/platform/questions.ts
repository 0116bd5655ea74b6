import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { describeQuit } from './describe-quit.ts';

/** Told once, when the window is closed for the first time. @returns true when Bucky is to go on in the background */
export async function tellOfBackground(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    title: 'Bucky',
    message: 'Bucky goes on receiving images.',
    detail:
      'The window is closed, the archive is not. Open the window again from the icon beside the clock, or by starting Bucky once more. To stop receiving, quit Bucky.',
    buttons: ['Go on receiving', 'Quit Bucky'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 0;
}

/**
 * Asks before reception stops.
 *
 * @param sendersNow devices that send at this moment; null when that is not known
 */
export async function mayQuit(parent: BrowserWindow | null, sendersNow: number | null): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: sendersNow ? 'warning' : 'question',
    title: 'Bucky',
    message: 'Quit Bucky and stop receiving?',
    detail: describeQuit(sendersNow),
    buttons: ['Quit', 'Go on receiving'],
    defaultId: 1,
    cancelId: 1,
  };
  const isVisible = parent?.isVisible() === true;
  const { response } = await (isVisible
    ? dialog.showMessageBox(parent, options)
    : dialog.showMessageBox(options));
  return response === 0;
}
