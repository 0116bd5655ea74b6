import { describe, expect, it } from 'vitest';
import type { PduFault } from '../pdu/pdu-fault.ts';
import {
  COMMAND_ELEMENT,
  DATA_SET_FOLLOWS,
  encodeCommandSet,
  NO_DATA_SET,
  type CommandSet,
} from './command-set.ts';
import { MessageReceiver, type DataSetSink, type MessageUser } from './message-receiver.ts';

/** Accepts contexts 1 and 3; notes everything. */
class FakeUser implements MessageUser {
  readonly lines: string[] = [];
  fault: PduFault | null = null;
  holds = 0;
  writeResult: Promise<void> | undefined = undefined;

  isAcceptedContext(contextId: number): boolean {
    return contextId === 1 || contextId === 3;
  }
  onCommand(contextId: number, command: CommandSet): DataSetSink {
    this.lines.push(`command ${command.uint16(COMMAND_ELEMENT.commandField) ?? 'none'} in ${contextId}`);
    return {
      write: (slice) => {
        this.lines.push(slice.toString());
        return this.writeResult;
      },
      end: () => this.lines.push('end'),
    };
  }
  hold(): void {
    this.holds += 1;
  }
  resume(): void {
    this.holds -= 1;
  }
  onFault(fault: PduFault): void {
    this.fault = fault;
  }
  onBug(error: unknown): void {
    this.lines.push(`bug: ${String(error)}`);
  }
}

function aCommand(dataSetType: number): Buffer {
  return encodeCommandSet([
    { element: COMMAND_ELEMENT.commandField, value: 1 },
    { element: COMMAND_ELEMENT.commandDataSetType, value: dataSetType },
  ]);
}

function aReceiver() {
  const user = new FakeUser();
  const receiver = new MessageReceiver(user);
  const pdv = (contextId: number, kind: 'command' | 'data', bytes: Buffer | string, isLast = true) => {
    receiver.onPdvStart(contextId, kind === 'command');
    if (user.fault) return;
    if (bytes.length > 0) receiver.onFragment(Buffer.from(bytes));
    receiver.onPdvEnd(isLast);
  };
  return { user, receiver, pdv };
}

describe('MessageReceiver', () => {
  it('puts a command together from fragments and hands its data set on as it comes', () => {
    const { user, pdv } = aReceiver();
    const command = aCommand(DATA_SET_FOLLOWS);
    pdv(1, 'command', command.subarray(0, 5), false);
    pdv(1, 'command', command.subarray(5));
    pdv(1, 'data', 'ab', false);
    pdv(1, 'data', '', false);
    pdv(1, 'data', 'cd');
    expect(user.lines).toEqual(['command 1 in 1', 'ab', 'cd', 'end']);
  });

  it('ends an empty data set', () => {
    const { user, pdv } = aReceiver();
    pdv(3, 'command', aCommand(DATA_SET_FOLLOWS));
    pdv(3, 'data', '');
    expect(user.lines).toEqual(['command 1 in 3', 'end']);
  });

  it('takes the next command when the one before announced no data set', () => {
    const { user, receiver, pdv } = aReceiver();
    pdv(1, 'command', aCommand(NO_DATA_SET));
    expect(receiver.isInsideMessage).toBe(false);
    pdv(3, 'command', aCommand(NO_DATA_SET));
    expect(user.lines).toEqual(['command 1 in 1', 'command 1 in 3']);
  });

  it('holds the association until the receiver of the data has room again', async () => {
    const { user, pdv } = aReceiver();
    let makeRoom: () => void = () => undefined;
    user.writeResult = new Promise((resolve) => {
      makeRoom = resolve;
    });
    pdv(1, 'command', aCommand(DATA_SET_FOLLOWS));
    pdv(1, 'data', 'ab', false);
    expect(user.holds).toBe(1);
    makeRoom();
    await user.writeResult;
    expect(user.holds).toBe(0);
  });

  it('reports a receiver that breaks its promise', async () => {
    const { user, pdv } = aReceiver();
    user.writeResult = Promise.reject(new Error('broken'));
    pdv(1, 'command', aCommand(DATA_SET_FOLLOWS));
    pdv(1, 'data', 'ab', false);
    await expect(user.writeResult).rejects.toThrow('broken');
    expect(user.lines).toContain('bug: Error: broken');
  });

  it.each<[string, number, (pdv: ReturnType<typeof aReceiver>['pdv']) => void]>([
    ['a context that was not agreed', 6, (pdv) => pdv(5, 'command', aCommand(NO_DATA_SET))],
    ['a data set without a command', 5, (pdv) => pdv(1, 'data', 'ab')],
    [
      'a data set after a command that announced none',
      5,
      (pdv) => {
        pdv(1, 'command', aCommand(NO_DATA_SET));
        pdv(1, 'data', 'ab');
      },
    ],
    [
      'a command within a data set',
      5,
      (pdv) => {
        pdv(1, 'command', aCommand(DATA_SET_FOLLOWS));
        pdv(1, 'command', aCommand(NO_DATA_SET));
      },
    ],
    [
      'a data set in another context than its command',
      5,
      (pdv) => {
        pdv(1, 'command', aCommand(DATA_SET_FOLLOWS));
        pdv(3, 'data', 'ab');
      },
    ],
    [
      'a command that changes its context',
      5,
      (pdv) => {
        pdv(1, 'command', 'abc', false);
        pdv(3, 'command', 'def');
      },
    ],
    ['a command of more than 64 KiB', 6, (pdv) => pdv(1, 'command', Buffer.alloc(65_537), false)],
    ['a command that cannot be read', 6, (pdv) => pdv(1, 'command', 'garbage')],
    ['an empty command', 6, (pdv) => pdv(1, 'command', '')],
  ])('refuses %s', (_what, reason, send) => {
    const { user, pdv } = aReceiver();
    send(pdv);
    expect(user.fault).toMatchObject({ source: 'service-provider', reason });
  });
});
