import type { Finding, FindingKind } from './test-report.ts';

/** Of whom and how the connection test spoke. */
export interface TestSubject {
  readonly name: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
}

const NOTHING_HERE = 'The cable, the address and the port are right, so nothing needs changing on this PC.';

type Words = readonly [side: Finding['side'], title: string, detail: string];

/** Each failure in plain words: whose side it is on, then the fact, then the cause and the deed. */
const WORDS: Readonly<Record<FindingKind, (subject: TestSubject) => Words>> = {
  'unknown-host': ({ host }) => [
    'ours',
    `No computer named ${host} is known on this network.`,
    'Check the name, or enter its IP address.',
  ],
  unreachable: ({ host }) => [
    'between',
    `There is no way from this PC to ${host}.`,
    'Check the network cable and the address. It may lie in another network that this PC cannot reach.',
  ],
  refused: ({ host, port }) => [
    'theirs',
    `The PC at ${host} is on, but nothing answers at port ${port}.`,
    'The DICOM program there may not be running, or the port may be another one.',
  ],
  'connect-timeout': ({ host, port }) => [
    'between',
    `Nothing answers at ${host}, port ${port}.`,
    'The PC there may be off, the address may be another one, or a firewall keeps us out.',
  ],
  'speaks-http': ({ name, host, port }) => [
    'ours',
    `A web server answers at ${host}, port ${port}, not a DICOM program.`,
    `Many systems have both. Ask for the DICOM port of ${name}; 104 and 11112 are usual.`,
  ],
  'speaks-tls': ({ name, port }) => [
    'ours',
    `${name} wants an encrypted connection on port ${port}.`,
    'Switch encryption (TLS) on for it here, or use its plain DICOM port.',
  ],
  'speaks-no-tls': ({ name, port }) => [
    'ours',
    `${name} answers on port ${port}, but not encrypted.`,
    'Switch encryption (TLS) off for it here, or use its TLS port; 2762 is usual.',
  ],
  'speaks-other': ({ name, host, port }) => [
    'ours',
    `Something else than DICOM answers at ${host}, port ${port}.`,
    `Ask for the DICOM port of ${name}; 104 and 11112 are usual.`,
  ],
  'tls-too-old': ({ name }) => [
    'theirs',
    `${name} encrypts only in a way that is not safe any more.`,
    'It may need an update. If it is an older device, allow the older encryption profile for it here.',
  ],
  'certificate-unknown': ({ name }) => [
    'ours',
    `The certificate of ${name} is not among those that are trusted here.`,
    'Ask whoever looks after it for the certificate, and add it on this PC.',
  ],
  'certificate-expired': ({ name }) => [
    'theirs',
    `The certificate of ${name} has expired or is not valid yet.`,
    'Check the date on both PCs. If the dates are right, somebody there has to renew it.',
  ],
  'certificate-for-another-host': ({ name, host }) => [
    'theirs',
    `The certificate of ${name} was made for another computer than ${host}.`,
    'Enter the name that stands in it, or ask for a new one.',
  ],
  'own-certificate-refused': ({ name }) => [
    'theirs',
    `${name} does not accept our certificate, or wants one and got none.`,
    'Somebody there has to add ours.',
  ],
  'tls-failed': ({ name }) => [
    'unclear',
    `The encrypted connection to ${name} could not be set up.`,
    'The lines below say at which point. Whoever looks after it there can tell more.',
  ],
  'calling-ae-title': ({ name, callingAeTitle }) => [
    'theirs',
    `${name} answers, but does not know us.`,
    `It refused the name ${callingAeTitle}. ${NOTHING_HERE} Somebody there has to enter Bucky as a node.`,
  ],
  'called-ae-title': ({ aeTitle, host, port }) => [
    'ours',
    `A DICOM program answers at ${host}, port ${port}, but it is not called ${aeTitle}.`,
    'Check the AE title; capital and small letters count.',
  ],
  busy: ({ name }) => [
    'theirs',
    `${name} answers, but is busy: it takes no more connections now.`,
    'Try again in a moment. If it stays so, somebody there has to allow more.',
  ],
  rejected: ({ name }) => [
    'theirs',
    `${name} answers, but refused the connection without a reason that helps.`,
    `${NOTHING_HERE} Its log says why.`,
  ],
  silent: ({ host, port }) => [
    'unclear',
    `Something listens at ${host}, port ${port}, but it did not answer in time.`,
    'The program there may hang, or may be no DICOM program. Restarting it often helps.',
  ],
  'hung-up': ({ name }) => [
    'theirs',
    `${name} hung up without a word.`,
    'It may take calls from known addresses only, or want an encrypted connection (TLS). Its log says why.',
  ],
  aborted: ({ name }) => ['theirs', `${name} broke off the connection.`, `${NOTHING_HERE} Its log says why.`],
  'no-context': ({ name }) => [
    'theirs',
    `${name} knows us, but does not offer the connection test (C-ECHO).`,
    'Sending and asking may work all the same.',
  ],
  'echo-failed': ({ name }) => [
    'theirs',
    `${name} accepts us, but reports that its connection test failed.`,
    'Its log says why.',
  ],
  'echo-silent': ({ name }) => [
    'theirs',
    `${name} accepts us, but did not answer the connection test in time.`,
    'The program there may hang. Restarting it often helps.',
  ],
  'unclear-answer': ({ name }) => [
    'unclear',
    `${name} gave an answer that makes no sense.`,
    'A device between may change what is sent, or the program there has a fault.',
  ],
  'own-client': () => [
    'ours',
    'The connection test itself could not be run.',
    'Restart Bucky. If it happens again, the log of Bucky says more.',
  ],
};

export function explainFinding(kind: FindingKind, subject: TestSubject): Finding {
  const [side, title, detail] = WORDS[kind](subject);
  return { kind, side, title, detail };
}

/** For whoever looks after the other side; null where there is nothing for them to do. */
export function makeMessageForThem(
  finding: Finding,
  subject: TestSubject,
  self: { readonly address: string; readonly dicomPort: number; readonly at: Date },
): string | null {
  if (finding.side !== 'theirs') return null;
  const time = `${self.at.toTimeString().slice(0, 8)} on ${self.at.toLocaleDateString('sv')}`;
  const head =
    finding.kind === 'calling-ae-title'
      ? `Please add this DICOM node to ${subject.aeTitle}:`
      : `Please look at ${subject.aeTitle} (${subject.host}, port ${subject.port}). Seen from this DICOM node: ${finding.title}`;
  return [
    head,
    `AE title  ${subject.callingAeTitle}`,
    `Host      ${self.address}`,
    `Port      ${self.dicomPort}`,
    'Services  C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET',
    `Your log shows it at ${time}, from ${self.address}.`,
  ].join('\n');
}
