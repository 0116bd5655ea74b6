import { findTlsFailure } from '../../association/tls/explain-tls.ts';
import type { EchoCallResult } from './call-echo.ts';
import { PDU, type SeenPdu } from './pdu-cutter.ts';
import type { FindingKind } from './test-report.ts';

/** What was seen on the line between the independent client and the other station. */
export interface SeenAnswer {
  readonly firstBytes: Buffer;
  readonly pdus: readonly SeenPdu[];
  readonly hasClosed: boolean;
  /** The system's code, where the connection did not end in good order. */
  readonly closeCode: string | null;
}

export interface Judgement {
  /** The other station answered in DICOM. */
  readonly speaksDicom: boolean;
  readonly accepts: boolean;
  readonly echoes: boolean;
  /** Null when all is well. */
  readonly kind: FindingKind | null;
  /** In the words of the standard. */
  readonly technical: string;
}

const SUCCESS = 0x0000;
const TLS_ALERT = 0x15;
const TLS_HANDSHAKE = 0x16;

/** What the answer to the call means. What was seen on the line wins over what the client makes of it. */
export function judgeAnswer(seen: SeenAnswer, call: EchoCallResult): Judgement {
  const [first] = seen.pdus;
  if (!first) return { ...NOTHING, ...judgeNoDicom(seen) };
  if (first.type === PDU.reject) return judgeRejection(first);
  if (first.type === PDU.abort) return { ...ANSWERS, kind: 'aborted', technical: abortWords(first) };
  if (first.type !== PDU.accept) return { ...NOTHING, kind: 'speaks-other' };
  if (call.acceptedContextCount === 0) {
    return {
      ...ANSWERS,
      kind: 'no-context',
      technical: 'Verification SOP Class (1.2.840.10008.1.1) rejected',
    };
  }
  if (call.echoStatus === SUCCESS)
    return { speaksDicom: true, accepts: true, echoes: true, kind: null, technical: '' };
  return { ...ANSWERS, accepts: true, ...judgeNoEcho(seen, call) };
}

const NOTHING = { speaksDicom: false, accepts: false, echoes: false, technical: '' };
const ANSWERS = { speaksDicom: true, accepts: false, echoes: false, technical: '' };

function judgeNoDicom({ firstBytes, hasClosed, closeCode }: SeenAnswer): {
  kind: FindingKind;
  technical?: string;
} {
  // With TLS 1.3 a server that wants our certificate says so after the greeting.
  const failure = findTlsFailure(closeCode);
  if (failure === 'refused-by-peer') return { kind: 'own-certificate-refused', technical: closeCode ?? '' };
  if (firstBytes.length === 0) return { kind: hasClosed ? 'hung-up' : 'silent' };
  if (firstBytes[0] === TLS_ALERT || firstBytes[0] === TLS_HANDSHAKE) return { kind: 'speaks-tls' };
  const text = firstBytes.toString('latin1').trimStart().toLowerCase();
  if (text.startsWith('http/') || text.startsWith('<!doctype html') || text.startsWith('<html')) {
    return { kind: 'speaks-http' };
  }
  return { kind: 'speaks-other' };
}

function judgeNoEcho(
  { pdus, hasClosed }: SeenAnswer,
  call: EchoCallResult,
): { kind: FindingKind; technical: string } {
  const abort = pdus.find(({ type }) => type === PDU.abort);
  if (abort) return { kind: 'aborted', technical: abortWords(abort) };
  if (call.echoStatus !== null) {
    const status = call.echoStatus.toString(16).toUpperCase().padStart(4, '0');
    return { kind: 'echo-failed', technical: `C-ECHO-RSP status 0x${status}` };
  }
  if (pdus.some(({ type }) => type === PDU.data) || call.clientFault !== null) {
    return { kind: 'unclear-answer', technical: '' };
  }
  return { kind: hasClosed ? 'hung-up' : 'echo-silent', technical: '' };
}

/** PS3.8 Table 9-21. */
function judgeRejection({ content }: SeenPdu): Judgement {
  const [, result = 0, source = 0, reason = 0] = content;
  const technical = `A-ASSOCIATE-RJ result ${result}, source ${source}, reason ${reason}`;
  const kinds: Readonly<Record<string, FindingKind>> = {
    '1.3': 'calling-ae-title',
    '1.7': 'called-ae-title',
    '3.1': 'busy',
    '3.2': 'busy',
  };
  return { ...ANSWERS, kind: kinds[`${source}.${reason}`] ?? 'rejected', technical };
}

/** PS3.8 Table 9-26. */
function abortWords({ content }: SeenPdu): string {
  return `A-ABORT source ${content[2] ?? 0}, reason ${content[3] ?? 0}`;
}
