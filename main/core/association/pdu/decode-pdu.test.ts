import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_USER_INFORMATION, type AssociateRequest } from './associate-pdu.ts';
import {
  decodeAbort,
  decodeAssociateAccept,
  decodeAssociateReject,
  decodeAssociateRequest,
} from './decode-pdu.ts';
import { encodeAssociateAccept, encodeAssociateReject, encodeAssociateRequest } from './encode-pdu.ts';
import { PDU_HEADER_BYTES } from './pdu-type.ts';

/** A-ASSOCIATE-RQ of `echoscu` of DCMTK 3.6.7, calling itself CT-1, as it came over the wire. */
const ECHOSCU_REQUEST =
  '0100000000cd000100004255434b59202020202020202020202043542d31202020202020202020202020' +
  '0000000000000000000000000000000000000000000000000000000000000000' +
  '10000015312e322e3834302e31303030382e332e312e312e31' +
  '2000002e0100ff0030000011312e322e3834302e31303030382e312e3140000011312e322e3834302e31303030382e312e32' +
  '5000003a5100000400004000' +
  '5200001b312e322e3237362e302e373233303031302e332e302e332e362e37' +
  '5500000f4f464649535f44434d544b5f333637';

/** What `storescp` of DCMTK 3.6.7 answered. */
const STORESCP_ACCEPT =
  '0200000000b8000100004255434b59202020202020202020202043542d31202020202020202020202020' +
  '0000000000000000000000000000000000000000000000000000000000000000' +
  '10000015312e322e3834302e31303030382e332e312e312e31' +
  '210000190100000040000011312e322e3834302e31303030382e312e32' +
  '5000003a5100000400004000' +
  '5200001b312e322e3237362e302e373233303031302e332e302e332e362e37' +
  '5500000f4f464649535f44434d544b5f333637';

/** Offsets in the body of `ECHOSCU_REQUEST` of the low bytes of two item lengths. */
const TRANSFER_SYNTAX_LENGTH = 125;
const VERSION_NAME_LENGTH = 189;

function bodyOf(pdu: Buffer | string): Buffer {
  const bytes = typeof pdu === 'string' ? Buffer.from(pdu, 'hex') : pdu;
  return bytes.subarray(PDU_HEADER_BYTES);
}

const dcmtk = {
  ...NO_USER_INFORMATION,
  maxPduBytes: 16_384,
  implementationClassUid: '1.2.276.0.7230010.3.0.3.6.7',
  implementationVersionName: 'OFFIS_DCMTK_367',
};

describe('association PDUs of real programs', () => {
  it('reads what echoscu asks for', () => {
    expect(decodeAssociateRequest(bodyOf(ECHOSCU_REQUEST))).toEqual({
      ok: true,
      value: {
        protocolVersion: 1,
        calledAeTitle: 'BUCKY',
        callingAeTitle: 'CT-1',
        applicationContextName: '1.2.840.10008.3.1.1.1',
        presentationContexts: [
          { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] },
        ],
        userInformation: dcmtk,
      },
    });
  });

  it('reads what storescp answers', () => {
    expect(decodeAssociateAccept(bodyOf(STORESCP_ACCEPT))).toMatchObject({
      ok: true,
      value: {
        presentationContexts: [{ id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' }],
        userInformation: dcmtk,
      },
    });
  });

  it('writes an acceptance byte for byte as storescp does', () => {
    const accept = decodeAssociateAccept(bodyOf(STORESCP_ACCEPT));
    if (!accept.ok) throw new Error('unreadable');
    expect(encodeAssociateAccept(accept.value).toString('hex')).toBe(STORESCP_ACCEPT);
  });
});

const everything: AssociateRequest = {
  protocolVersion: 1,
  calledAeTitle: 'BUCKY',
  callingAeTitle: 'ARCHIVE NORTH 16',
  applicationContextName: '1.2.840.10008.3.1.1.1',
  presentationContexts: [
    { id: 255, abstractSyntax: '1.2.3', transferSyntaxes: [] },
    { id: 3, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2', '1.2.3.4'] },
  ],
  userInformation: {
    maxPduBytes: 0,
    implementationClassUid: '1.2.3.4.5',
    implementationVersionName: 'X',
    asynchronousOperationsWindow: { maxInvoked: 5, maxPerformed: 7 },
    roleSelections: [{ sopClassUid: '1.2.3', isScu: false, isScp: true }],
    extendedNegotiations: [{ sopClassUid: '1.2.3', applicationInformation: Buffer.of(1, 2, 3) }],
    commonExtendedNegotiations: [
      {
        sopClassUid: '1.2.3',
        serviceClassUid: '1.2.840.10008.4.2',
        relatedGeneralSopClassUids: ['1.2', '1.3'],
      },
    ],
    userIdentity: {
      type: 2,
      isResponseRequested: true,
      primaryField: Buffer.from('user'),
      secondaryField: Buffer.from('secret'),
    },
    userIdentityResponse: null,
  },
};

describe('decodeAssociateRequest', () => {
  it('gives back every sub-item that was encoded', () => {
    expect(decodeAssociateRequest(bodyOf(encodeAssociateRequest(everything)))).toEqual({
      ok: true,
      value: everything,
    });
  });

  it('takes UIDs and titles that a device padded with NULs or spaces', () => {
    const padded = {
      ...everything,
      calledAeTitle: 'BUCKY\0\0',
      callingAeTitle: '  CT\0 ',
      presentationContexts: [{ id: 1, abstractSyntax: '1.2.3\0', transferSyntaxes: ['1.2.840.10008.1.2 '] }],
    };
    expect(decodeAssociateRequest(bodyOf(encodeAssociateRequest(padded)))).toMatchObject({
      ok: true,
      value: {
        calledAeTitle: 'BUCKY',
        callingAeTitle: 'CT',
        presentationContexts: [{ id: 1, abstractSyntax: '1.2.3', transferSyntaxes: ['1.2.840.10008.1.2'] }],
      },
    });
  });

  it('reads past items that it does not know', () => {
    const unknown = Buffer.from('7f000004deadbeef', 'hex');
    const body = Buffer.concat([bodyOf(encodeAssociateRequest(everything)), unknown]);
    expect(decodeAssociateRequest(body)).toEqual({ ok: true, value: everything });
  });

  it('takes a request without user information as one without a maximum', () => {
    const body = bodyOf(ECHOSCU_REQUEST).subarray(0, -62);
    expect(decodeAssociateRequest(body)).toMatchObject({
      ok: true,
      value: { userInformation: NO_USER_INFORMATION },
    });
  });

  it.each([
    ['ends within the fixed fields', bodyOf(ECHOSCU_REQUEST).subarray(0, 60)],
    ['ends within an item', bodyOf(ECHOSCU_REQUEST).subarray(0, -3)],
    ['has a presentation context whose syntax is longer than it', lengthen(TRANSFER_SYNTAX_LENGTH)],
    ['has user information whose sub-item is longer than it', lengthen(VERSION_NAME_LENGTH)],
  ])('refuses a request that %s', (_what, body) => {
    expect(decodeAssociateRequest(body)).toMatchObject({ ok: false, error: { reason: 6 } });
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const body = Buffer.from(bytes);
        expect(typeof decodeAssociateRequest(body).ok).toBe('boolean');
        expect(typeof decodeAssociateAccept(body).ok).toBe('boolean');
      }),
    );
  });

  it('never throws when bytes of a real request are changed', () => {
    const real = bodyOf(ECHOSCU_REQUEST);
    const change = fc.record({ at: fc.nat(real.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const body = Buffer.from(real);
        for (const { at, to } of changes) body[at] = to;
        expect(typeof decodeAssociateRequest(body).ok).toBe('boolean');
      }),
    );
  });
});

describe('decodeAssociateReject', () => {
  it('reads result, source and reason', () => {
    const reject = { result: 1, source: 1, reason: 7 };
    expect(decodeAssociateReject(bodyOf(encodeAssociateReject(reject)))).toEqual({ ok: true, value: reject });
  });
});

describe('decodeAbort', () => {
  it('takes one that is cut short as an abort without a reason', () => {
    expect(decodeAbort(Buffer.of(0, 0))).toEqual({ source: 0, reason: 0 });
  });
});

/** The body of echoscu's request with the length byte at an offset raised by one. */
function lengthen(offset: number): Buffer {
  const body = Buffer.from(bodyOf(ECHOSCU_REQUEST));
  body[offset] = (body[offset] ?? 0) + 1;
  return body;
}
