import type { CertificateList } from '../../../preload/contract/certificates.ts';
import type { DeviceRow, HeldCallerRow } from '../../../preload/contract/devices.ts';
import type { CertificateFacts } from './certificate-words.ts';
import type { RemoteJobRow, TestReportView } from '../../../preload/contract/remote.ts';

/** A device that only calls us, unless told otherwise. */
export function aDevice(change: Partial<DeviceRow> = {}): DeviceRow {
  return {
    deviceKey: 1,
    name: 'CT-1',
    aeTitle: 'CT1_A',
    host: '192.168.1.31',
    port: null,
    isEncrypted: false,
    tlsProfile: 'bcp195',
    callingAeTitle: '',
    addressMask: '',
    rights: ['echo', 'store', 'worklist'],
    characterSet: '',
    maxAssociations: null,
    parallelAssociations: 1,
    transferSyntaxes: [],
    isLossyAllowed: false,
    commitmentReport: 'either',
    asksCommitment: false,
    userName: null,
    lastCallAtMs: null,
    storedToday: 0,
    ...change,
  };
}

export const archiveNorth = aDevice({
  deviceKey: 2,
  name: 'Archive north',
  aeTitle: 'ARCHIV-NORD',
  host: '10.4.0.12',
  port: 104,
  rights: ['echo', 'store', 'query', 'retrieve'],
});

export function aCaller(change: Partial<HeldCallerRow> = {}): HeldCallerRow {
  return {
    callerKey: 7,
    aeTitle: 'WS_READING2',
    address: '192.168.1.44',
    calledAeTitle: 'BUCKY',
    implementation: 'ViewStation 7.2',
    askedFor: ['query', 'retrieve'],
    denied: ['query', 'retrieve'],
    callCount: 3,
    firstCallAtMs: Date.now() - 600_000,
    lastCallAtMs: Date.now(),
    storedCount: 0,
    isKnownElsewhere: false,
    ...change,
  };
}

/** A certificate that is good for ten years, unless told otherwise. */
export function aCertificate(change: Partial<CertificateFacts> = {}): CertificateFacts {
  return {
    name: 'BUCKY',
    hosts: ['192.168.1.20'],
    validFromMs: Date.now() - 86_400_000,
    validToMs: Date.now() + 3_652 * 86_400_000,
    fingerprint: 'AB:CD:EF',
    pem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
    ...change,
  };
}

export const noCertificates: CertificateList = {
  own: null,
  trusted: [],
  encryptedPort: { port: null, profile: 'bcp195', clientCertificate: 'ignored' },
  problem: null,
  sequence: 0,
};

/** A study that is to go to Archive north. */
export function aSendJob(change: Partial<RemoteJobRow> = {}): RemoteJobRow {
  return {
    jobKey: 1,
    kind: 'send',
    nodeName: 'Archive north',
    studyInstanceUid: '1.2',
    seriesInstanceUid: null,
    label: 'Muster, Berta, CT Head',
    state: 'waiting',
    attempts: 1,
    runAfterMs: 0,
    doneCount: 0,
    failedCount: 0,
    remainingCount: null,
    message: '',
    requestedBy: 'desk',
    createdAtMs: 0,
    changedAtMs: 0,
    ...change,
  };
}

const passed = { result: 'done', technical: '', durationMs: 4 } as const;
const untried = {
  result: 'not-tried',
  detail: 'Not tried, because the step before failed',
  technical: '',
  durationMs: null,
} as const;

/** The name of this station was refused. */
export const refusedReport: TestReportView = {
  steps: [
    { name: 'address', detail: '10.4.0.12, this PC is 192.168.1.20', ...passed },
    { name: 'port', detail: 'Something listens there', ...passed },
    { name: 'dicom', detail: 'It answered our call in DICOM, with a refusal', ...passed },
    {
      name: 'acceptance',
      result: 'failed',
      detail: 'Refused: calling AE title not recognised',
      technical: 'A-ASSOCIATE-RJ result 1, source 1, reason 3',
      durationMs: 12,
    },
    { name: 'echo', ...untried },
  ],
  finding: {
    kind: 'calling-ae-title',
    title: 'Archive north answers, but does not know us.',
    detail: 'It refused the name BUCKY. Somebody there has to enter Bucky as a node.',
    side: 'theirs',
  },
  messageForThem: 'Please add this DICOM node to ARCHIV-NORD:\nAE title  BUCKY',
};

export const goodReport: TestReportView = {
  steps: [
    { name: 'address', detail: '10.4.0.12, this PC is 192.168.1.20', ...passed },
    { name: 'port', detail: 'Something listens there', ...passed },
    { name: 'dicom', detail: 'It answered our call in DICOM', ...passed },
    { name: 'acceptance', detail: 'It took our call', ...passed },
    { name: 'echo', detail: 'It answered with status 0x0000', ...passed },
  ],
  finding: null,
  messageForThem: null,
};
