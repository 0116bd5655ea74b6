import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMAND_ELEMENT, decodeCommandSet, encodeCommandSet, NO_DATA_SET } from './command-set.ts';

/** C-ECHO-RQ of DCMTK's echoscu: group length, SOP class, command field, message ID, data set type. */
const ECHO_REQUEST =
  '0000000004000000380000000000020012000000312e322e3834302e31303030382e312e3100' +
  '00000001020000003000' +
  '00001001020000000100' +
  '00000008020000000101';

describe('encodeCommandSet', () => {
  it('writes the C-ECHO-RQ that DCMTK writes', () => {
    const encoded = encodeCommandSet([
      { element: COMMAND_ELEMENT.affectedSopClassUid, value: '1.2.840.10008.1.1' },
      { element: COMMAND_ELEMENT.commandField, value: 0x0030 },
      { element: COMMAND_ELEMENT.messageId, value: 1 },
      { element: COMMAND_ELEMENT.commandDataSetType, value: NO_DATA_SET },
    ]);
    expect(encoded.toString('hex')).toBe(ECHO_REQUEST);
  });

  it('pads an Error Comment with a space and a UID with NUL', () => {
    const encoded = encodeCommandSet([
      { element: COMMAND_ELEMENT.errorComment, value: 'odd' },
      { element: COMMAND_ELEMENT.affectedSopInstanceUid, value: '1.2' },
    ]);
    expect(encoded.subarray(12).toString('latin1')).toBe(
      '\0\0\x02\x09\x04\0\0\0odd \0\0\0\x10\x04\0\0\x001.2\0',
    );
  });
});

describe('decodeCommandSet', () => {
  it('reads numbers and text, padding removed', () => {
    const command = decodeCommandSet(Buffer.from(ECHO_REQUEST, 'hex'));
    if (!command.ok) throw new Error('unreadable');
    expect(command.value.text(COMMAND_ELEMENT.affectedSopClassUid)).toBe('1.2.840.10008.1.1');
    expect(command.value.uint16(COMMAND_ELEMENT.messageId)).toBe(1);
    expect(command.value.uint16(COMMAND_ELEMENT.status)).toBeNull();
    expect(command.value.text(COMMAND_ELEMENT.errorComment)).toBe('');
    expect(command.value.hasDataSet).toBe(false);
  });

  it.each([
    ['ends within an element header', ECHO_REQUEST.slice(0, -14)],
    ['ends within a value', ECHO_REQUEST.slice(0, -2)],
    ['has an element of another group', '0800050002000000aabb'],
    ['has a value of undefined length', '00000001ffffffff3000'],
  ])('refuses a command that %s', (_what, hex) => {
    expect(decodeCommandSet(Buffer.from(hex, 'hex')).ok).toBe(false);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const command = decodeCommandSet(Buffer.from(bytes));
        if (command.ok) expect(typeof command.value.hasDataSet).toBe('boolean');
      }),
    );
  });
});
