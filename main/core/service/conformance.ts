import { DEFAULT_OPERATIONS, type ListenerOptions } from '../association/listener-options.ts';
import { SERVICE_TRANSFER_SYNTAXES } from '../association/scp/reception.ts';
import { toTlsSettings } from '../association/tls/tls-settings.ts';
import { loadAttributeNames } from '../conformance/attribute-names.ts';
import type { ConformanceFacts, KeyFacts, KeyTable, ServiceFacts } from '../conformance/conformance-facts.ts';
import { writeConformanceStatement } from '../conformance/conformance-statement.ts';
import type { WritableElement } from '../dicom/data-set-writer.ts';
import { CHARACTER_SET_TERMS } from '../dicom/charset/character-sets.ts';
import { IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME } from '../dicom/implementation.ts';
import { NAMED_STORAGE_SOP_CLASSES } from '../dicom/sop-class.ts';
import { TRANSFER_SYNTAXES } from '../dicom/transfer-syntax.ts';
import { STORE_STATUS } from '../ingest/verdict.ts';
import { worklistKeys } from '../procedures/worklist/worklist-elements.ts';
import { LEVELS, tagsOfLevel, UNIQUE_KEYS } from '../query/query-level.ts';
import type { DimseService } from '../shared/dimse-services.ts';

const STATUS_MEANINGS: Readonly<Record<keyof typeof STORE_STATUS, string>> = {
  success: 'Success: on the disk and in the index; also for an image that was there already',
  outOfResources: 'Refused: the disk is almost full, or did not take the image',
  doesNotMatchSopClass: 'Refused: the data set is not of the class or instance that was announced',
  cannotUnderstand: 'Refused: the data set cannot be read; it is put aside',
};

/** The statement of this station as it runs now, as Markdown. */
export async function makeConformanceStatement(
  options: ListenerOptions,
  services: readonly DimseService[],
): Promise<string> {
  return writeConformanceStatement(gatherFacts(options, services), await loadAttributeNames());
}

function gatherFacts(options: ListenerOptions, services: readonly DimseService[]): ConformanceFacts {
  const operations = options.operations ?? DEFAULT_OPERATIONS;
  return {
    aeTitle: options.aeTitle,
    implementationClassUid: IMPLEMENTATION_CLASS_UID,
    implementationVersionName: IMPLEMENTATION_VERSION_NAME,
    services: services.map(toServiceFacts),
    storageSopClasses: NAMED_STORAGE_SOP_CLASSES,
    transferSyntaxes: TRANSFER_SYNTAXES.filter((syntax) => syntax.carriesPixels),
    serviceTransferSyntaxes: TRANSFER_SYNTAXES.filter((syntax) =>
      SERVICE_TRANSFER_SYNTAXES.includes(syntax.uid),
    ),
    association: {
      maxPduBytes: options.maxPduBytes,
      maxAssociations: options.maxAssociations,
      maxOperationsPerformed: operations.maxPerformed,
      maxOperationsInvoked: operations.maxInvoked,
      artimTimeoutMs: options.artimTimeoutMs,
      idleTimeoutMs: options.idleTimeoutMs,
    },
    queryKeys: LEVELS.map((level): KeyTable => {
      const unique = UNIQUE_KEYS[level].tag;
      const others = tagsOfLevel(level).filter((tag) => tag !== unique);
      return {
        title: `Level ${level}`,
        keys: [{ tag: unique, isUnique: true }, ...others.sort((a, b) => a - b).map((tag) => ({ tag }))],
      };
    }),
    worklistKeys: { title: 'Matching and return keys', keys: worklistKeys().map(toKeyFacts) },
    characterSets: CHARACTER_SET_TERMS,
    tls: [
      {
        profile: 'Non-downgrading BCP 195',
        meaning: 'The default: TLS 1.2 and 1.3 with authenticated encryption and forward secrecy.',
        cipherSuites: suitesOf('bcp195'),
      },
      {
        profile: 'Older devices',
        meaning: 'By setting, for devices that know TLS 1.2 but not its good cipher suites.',
        cipherSuites: suitesOf('older-devices'),
      },
    ],
    storeStatuses: (Object.keys(STORE_STATUS) as (keyof typeof STORE_STATUS)[]).map((kind) => ({
      status: STORE_STATUS[kind],
      meaning: STATUS_MEANINGS[kind],
    })),
  };
}

function toServiceFacts(service: DimseService): ServiceFacts {
  const { supports } = service;
  const agreed: readonly (readonly [boolean | undefined, string])[] = [
    [supports?.isRelational, 'relational'],
    [supports?.isDateTimeCombined, 'combined date and time'],
    [supports?.isFuzzy, 'fuzzy names'],
    [supports?.isTimezoneAdjusted, 'time zone'],
  ];
  return {
    uid: service.sopClassUid,
    name: service.name,
    operations: service.operations,
    extendedNegotiation: agreed.filter(([is]) => is === true).map(([, words]) => words),
  };
}

function toKeyFacts(element: WritableElement): KeyFacts {
  const [item] = 'items' in element ? element.items : [];
  return { tag: element.tag, ...(item && { items: item.map(toKeyFacts) }) };
}

function suitesOf(profile: 'bcp195' | 'older-devices'): string[] {
  return String(toTlsSettings(profile, undefined, []).ciphers).split(':');
}
