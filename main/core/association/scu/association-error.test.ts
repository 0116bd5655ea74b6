import { describe, expect, it } from 'vitest';
import { toAssociationError, toConnectError } from './association-error.ts';

const station = { host: '10.4.0.12', port: 104, callingAeTitle: 'BUCKY', calledAeTitle: 'ARCHIVE' };

describe('toConnectError', () => {
  it.each([
    ['ECONNREFUSED', 'nothing-listens', 'The PC at 10.4.0.12 is on, but nothing answers at port 104.'],
    ['ENOTFOUND', 'unknown-host', 'No computer named 10.4.0.12 is known on this network.'],
    ['EHOSTUNREACH', 'unreachable', 'Nothing answers at 10.4.0.12, port 104.'],
    [null, 'unreachable', 'Nothing answers at 10.4.0.12, port 104.'],
  ])('says what %s means and what to look at', (code, kind, start) => {
    const error = toConnectError(code, station);
    expect(error.kind).toBe(kind);
    expect(error.message.startsWith(start)).toBe(true);
  });
});

describe('toAssociationError', () => {
  it.each([
    [
      { result: 1, source: 1, reason: 3 },
      'ARCHIVE answers, but does not know us. It refused the name BUCKY.',
      false,
    ],
    [{ result: 1, source: 1, reason: 7 }, 'but it is not called ARCHIVE', false],
    [{ result: 2, source: 3, reason: 2 }, 'ARCHIVE answers, but is busy', true],
    [{ result: 1, source: 2, reason: 2 }, 'another version of the DICOM protocol', false],
    [{ result: 1, source: 1, reason: 1 }, 'without saying why', false],
  ])('explains the refusal %o', (reject, part, isWorthRetrying) => {
    const error = toAssociationError({ kind: 'rejected', reject }, station);
    expect(error).toMatchObject({ kind: 'rejected', reject, isWorthRetrying });
    expect(error.message).toContain(part);
  });

  it('repeats the reason that a peer gave when it broke off', () => {
    const error = toAssociationError({ kind: 'aborted-by-peer', source: 2, reason: 6 }, station);
    expect(error.message).toBe(
      'ARCHIVE broke off the association: it found a wrong value in a message of ours.',
    );
  });

  it('names the side that closed the connection', () => {
    const ending = { kind: 'connection-lost', code: 'ECONNRESET', wasInsidePdu: true } as const;
    expect(toAssociationError(ending, station).message).toContain('ARCHIVE closed the network connection');
  });
});
