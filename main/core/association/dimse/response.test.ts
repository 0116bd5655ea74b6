import { describe, expect, it } from 'vitest';
import { CommandSet, COMMAND_ELEMENT, decodeCommandSet, encodeCommandSet } from './command-set.ts';
import { encodeResponse } from './response.ts';

function aRequest(): CommandSet {
  const request = decodeCommandSet(
    encodeCommandSet([
      { element: COMMAND_ELEMENT.affectedSopClassUid, value: '1.2.840.10008.5.1.4.1.1.2' },
      { element: COMMAND_ELEMENT.commandField, value: 0x0001 },
      { element: COMMAND_ELEMENT.messageId, value: 42 },
      { element: COMMAND_ELEMENT.affectedSopInstanceUid, value: '1.2.3' },
    ]),
  );
  if (!request.ok) throw new Error('unreadable');
  return request.value;
}

function readBack(bytes: Buffer): CommandSet {
  const response = decodeCommandSet(bytes);
  if (!response.ok) throw new Error('unreadable');
  return response.value;
}

describe('encodeResponse', () => {
  it('repeats class, instance and message number, with the response bit and no data set', () => {
    const response = readBack(encodeResponse(aRequest(), { status: 0xa700 }));
    expect(response.text(COMMAND_ELEMENT.affectedSopClassUid)).toBe('1.2.840.10008.5.1.4.1.1.2');
    expect(response.text(COMMAND_ELEMENT.affectedSopInstanceUid)).toBe('1.2.3');
    expect(response.uint16(COMMAND_ELEMENT.commandField)).toBe(0x8001);
    expect(response.uint16(COMMAND_ELEMENT.messageIdBeingRespondedTo)).toBe(42);
    expect(response.uint16(COMMAND_ELEMENT.status)).toBe(0xa700);
    expect(response.hasDataSet).toBe(false);
  });

  it('cuts an error comment to 64 characters that every device can show', () => {
    const errorComment = `Platte voll – später \\ ${'x'.repeat(80)}`;
    const response = readBack(encodeResponse(aRequest(), { status: 0xa700, errorComment }));
    expect(response.text(COMMAND_ELEMENT.errorComment)).toBe(`Platte voll ? sp?ter ? ${'x'.repeat(41)}`);
  });

  it('answers a request without UIDs', () => {
    const response = readBack(encodeResponse(new CommandSet(new Map()), { status: 0x0211 }));
    expect(response.uint16(COMMAND_ELEMENT.status)).toBe(0x0211);
    expect(response.text(COMMAND_ELEMENT.affectedSopInstanceUid)).toBe('');
  });
});
