import { formatTag, type AttributeName } from './attribute-names.ts';
import type { ConformanceFacts, KeyFacts, KeyTable, NamedUid } from './conformance-facts.ts';

/** The conformance statement (PS3.2) as Markdown. */
export function writeConformanceStatement(facts: ConformanceFacts, nameOf: AttributeName): string {
  const sections = [
    heading(facts),
    overview(facts),
    associations(facts),
    storage(facts),
    queries(facts, nameOf),
    worklist(facts, nameOf),
    characterSets(facts),
    security(facts),
  ];
  return `${sections.flat().join('\n')}\n`;
}

function heading(facts: ConformanceFacts): string[] {
  return [
    '# DICOM conformance statement',
    '',
    'Bucky is a mini-PACS workstation: it receives, keeps, shows and passes on DICOM objects. It is not a medical device and not',
    'for primary diagnosis. This statement is written by the program from the tables it works by; do not edit it.',
    '',
    ...table(
      ['', ''],
      [
        ['AE title', `\`${facts.aeTitle}\` (as set; further names can be added)`],
        ['Implementation Class UID', `\`${facts.implementationClassUid}\``],
        ['Implementation Version Name', `\`${facts.implementationVersionName}\``],
      ],
    ),
  ];
}

function overview(facts: ConformanceFacts): string[] {
  const rows = facts.services.map((service) => [
    service.name,
    `\`${service.uid}\``,
    service.operations.join(', '),
    service.extendedNegotiation.join(', '),
  ]);
  return [
    '## Services as provider (SCP)',
    '',
    ...table(
      ['service', 'SOP class', 'operations', 'extended negotiation'],
      [
        ['Verification', '`1.2.840.10008.1.1`', 'C-ECHO', ''],
        ['Storage', 'below', 'C-STORE', 'SOP Class Common Extended Negotiation'],
        ...rows,
      ],
    ),
    'As user (SCU) Bucky uses Verification, Storage, Query, Retrieve (MOVE and GET, with the SCP role for Storage) and Storage',
    'Commitment towards the nodes that are set.',
    '',
  ];
}

function associations({ association: terms }: ConformanceFacts): string[] {
  return [
    '## Associations',
    '',
    ...table(
      ['', ''],
      [
        ['Application context', '`1.2.840.10008.3.1.1.1`'],
        ['Largest PDU taken', `${terms.maxPduBytes} bytes`],
        ['Associations at one time', String(terms.maxAssociations)],
        [
          'Asynchronous operations window',
          `${orUnlimited(terms.maxOperationsInvoked)} invoked, ${orUnlimited(terms.maxOperationsPerformed)} performed, when the caller asks for one; otherwise one operation after the other`,
        ],
        ['ARTIM timeout', `${terms.artimTimeoutMs / 1000} s`],
        ['Idle timeout', `${terms.idleTimeoutMs / 1000} s, not counted while an operation runs`],
        ['Role selection', 'answered for Storage (way back of a C-GET) and Storage Commitment'],
        ['User identity', 'user name, and user name with passcode'],
      ],
    ),
    'Who may call, from where and for what is set in the device list. Unknown callers are accepted, held for approval or refused',
    'as set; by default they may verify and store, and are held when they ask for more.',
    '',
  ];
}

function storage(facts: ConformanceFacts): string[] {
  return [
    '## Storage',
    '',
    'The data set is kept byte for byte as it was sent. Success is answered when the file is on the disk and in the index.',
    '',
    ...table(
      ['status', 'meaning'],
      facts.storeStatuses.map(({ status, meaning }) => [`\`0x${hex(status)}\``, meaning]),
    ),
    'Every SOP class of the Storage service class is taken, retired, private and unknown ones too. Those with a name:',
    '',
    ...uidTable('SOP class', facts.storageSopClasses),
    'Among several transfer syntaxes of a presentation context the first one that is known is taken:',
    '',
    ...uidTable('transfer syntax', facts.transferSyntaxes),
    `The other services take ${facts.serviceTransferSyntaxes.map(({ name }) => name).join(', ')}. C-CANCEL is answered wherever`,
    'answers or images follow one another.',
    '',
  ];
}

function queries(facts: ConformanceFacts, nameOf: AttributeName): string[] {
  return [
    '## Query keys',
    '',
    'Matching: single value, list of UIDs, wildcards `*` and `?`, ranges of dates and times (combined when agreed), sequences,',
    'universal. Names match without regard to case and accents in any of their groups; the order of components does not matter',
    'when fuzzy matching is agreed. Other attributes of an instance are returned when its metadata has them. Unless relational',
    'queries are agreed, the unique keys of the levels above that of the query are needed. A key with a value below the level',
    'of the query is refused.',
    '',
    ...facts.queryKeys.flatMap((keys) => keyTable(keys, nameOf, '###')),
  ];
}

function worklist(facts: ConformanceFacts, nameOf: AttributeName): string[] {
  return ['## Modality Worklist', '', ...keyTable(facts.worklistKeys, nameOf, '###')];
}

function characterSets(facts: ConformanceFacts): string[] {
  return [
    '## Character sets',
    '',
    `Read, with their ISO 2022 forms: ${facts.characterSets.map((term) => `\`${term}\``).join(', ')}.`,
    'Answers are written in the set of the request where it can hold the text, otherwise in `ISO_IR 192`; no character is ever',
    'replaced by another.',
    '',
  ];
}

function security(facts: ConformanceFacts): string[] {
  return [
    '## Security',
    '',
    'DICOM over TLS (PS3.15) beside or in place of the plain port, with certificates for one side or both.',
    '',
    ...facts.tls.flatMap(({ profile, meaning, cipherSuites }) => [
      `### ${profile}`,
      '',
      `${meaning} Cipher suites, the preferred one first:`,
      '',
      ...cipherSuites.map((suite) => `- \`${suite}\``),
      '',
    ]),
  ].slice(0, -1);
}

function keyTable({ title, keys }: KeyTable, nameOf: AttributeName, level: string): string[] {
  const rows = (list: readonly KeyFacts[], depth: number): string[][] =>
    list.flatMap((key) => [
      [
        `\`${formatTag(key.tag)}\``,
        `${'> '.repeat(depth)}${nameOf(key.tag)}${key.isUnique === true ? ' (unique key)' : ''}`,
      ],
      ...rows(key.items ?? [], depth + 1),
    ]);
  return [`${level} ${title}`, '', ...table(['tag', 'attribute'], rows(keys, 0))];
}

function uidTable(kind: string, list: readonly NamedUid[]): string[] {
  return table(
    [kind, 'UID'],
    list.map(({ uid, name }) => [name, `\`${uid}\``]),
  );
}

/** Columns are padded, so that formatting the file changes nothing. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line), ''];
}

function hex(status: number): string {
  return status.toString(16).toUpperCase().padStart(4, '0');
}

function orUnlimited(count: number): string {
  return count === 0 ? 'any number' : String(count);
}
