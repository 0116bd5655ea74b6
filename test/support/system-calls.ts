/** One system call of a trace by `strace -f`. Positions count lines: a call may begin on one and end on a later one. */
export interface SystemCall {
  readonly name: string;
  /** Arguments and result as strace prints them, an interrupted call put together again. */
  readonly text: string;
  readonly beganAt: number;
  readonly endedAt: number;
}

/** Reads the output of `strace -f -o`; joins `<unfinished ...>` with its `resumed` line. Failed calls are left out. */
export function readSystemCalls(trace: string): readonly SystemCall[] {
  const calls: SystemCall[] = [];
  const open = new Map<string, { readonly name: string; readonly text: string; readonly beganAt: number }>();
  trace.split('\n').forEach((line, at) => {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest);
    if (resumed) {
      const begun = open.get(thread);
      open.delete(thread);
      if (begun) add(calls, { ...begun, text: begun.text + (resumed[2] ?? ''), endedAt: at });
      return;
    }
    const [, name = '', text = ''] = /^(\w+)\((.*)$/.exec(rest) ?? [];
    if (name === '') return;
    if (text.endsWith('<unfinished ...>')) {
      open.set(thread, { name, text: text.slice(0, -'<unfinished ...>'.length), beganAt: at });
    } else add(calls, { name, text, beganAt: at, endedAt: at });
  });
  return calls;
}

function add(calls: SystemCall[], call: SystemCall): void {
  if (!call.text.includes(' = -1 E')) calls.push(call);
}
