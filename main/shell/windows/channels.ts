/** Names of the messages between the shell and the preload script. The preload has the same names. */
export const CHANNELS = {
  /** Window to shell: the page is there and wants its line to the core. */
  hello: 'bucky:hello',
  /** Shell to window: `LineState`. */
  lineState: 'bucky:line-state',
  /** Shell to window, with one message port that leads to the core. */
  line: 'bucky:line',
  /** Window to shell: a button of the title bar. */
  windowControl: 'bucky:window-control',
} as const;
