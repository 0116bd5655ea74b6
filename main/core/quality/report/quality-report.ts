import { encodeDataSet, type WritableElement } from '../../dicom/data-set-writer.ts';
import { makeUid } from '../../dicom/make-uid.ts';
import { encodePart10Header } from '../../dicom/part10.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../../dicom/transfer-syntax.ts';
import {
  codeItem,
  container,
  imageItem,
  numberItem,
  textItem,
  type Code,
  type ContentItem,
} from './content-item.ts';

/** Text as it stands in the header of the study; empty when absent. Dates `YYYYMMDD`, times `HHMMSS`. */
export interface ReportedStudy {
  readonly studyInstanceUid: string;
  readonly patientName: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyId: string;
  readonly accessionNumber: string;
  readonly referringPhysicianName: string;
}

export interface ReportedFinding {
  readonly reason: string;
  readonly probability: number | null;
  readonly severity: number | null;
}

export interface ReportedImage {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Null for an image of one frame. */
  readonly frameNumber: number | null;
  readonly score: number | null;
  readonly verdict: string;
  readonly recommendation: string;
  readonly findings: readonly ReportedFinding[];
  /** "agree: it shows", who decided and when; in order. */
  readonly decisions: readonly string[];
}

export interface QualityReportInput {
  readonly study: ReportedStudy;
  readonly recommendation: string;
  readonly score: number | null;
  readonly images: readonly ReportedImage[];
  readonly model: string;
  readonly version: string;
  readonly stationAeTitle: string;
  readonly writtenAt: Date;
}

/** Comprehensive SR Storage. */
const SOP_CLASS_UID = '1.2.840.10008.5.1.4.1.1.88.33';
const SOFTWARE_SCHEME = '99BUCKY';

const own = (value: string, meaning: string): Code => ({ value, scheme: SOFTWARE_SCHEME, meaning });
const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const NO_UNIT: Code = { value: '1', scheme: 'UCUM', meaning: 'no units' };

const CONCEPT = {
  report: own('QREPORT', 'Technical image quality report'),
  image: own('QIMAGE', 'Quality of an image'),
  score: own('QSCORE', 'Quality score, 1 is flawless'),
  verdict: own('QVERDICT', 'Verdict on technical quality'),
  recommendation: own('QADVICE', 'Recommendation'),
  finding: own('QFINDING', 'Finding on technical quality'),
  probability: own('QPROB', 'Probability'),
  severity: own('QSEVERITY', 'Severity'),
  decision: own('QDECISION', 'Decision of a person'),
  notice: own('QNOTICE', 'Notice'),
  algorithmName: dcm('111001', 'Algorithm Name'),
  algorithmVersion: dcm('111003', 'Algorithm Version'),
} as const;

const VERDICTS: Readonly<Record<string, Code>> = {
  good: own('GOOD', 'Good'),
  check: own('CHECK', 'To be looked at'),
  repeat: own('REPEAT', 'To be made again'),
  unknown: own('UNKNOWN', 'Cannot be judged'),
};

/**
 * A study's technical quality as a DICOM object: Comprehensive SR (PS3.3 section A.35.3) with one container for each image,
 * which names its score, findings and what people decided. Each call makes a new object in a series of its own.
 *
 * @returns a whole file (PS3.10), Explicit VR Little Endian
 */
export function writeQualityReport(input: QualityReportInput): Buffer {
  const sopInstanceUid = makeUid();
  const dataSet = encodeDataSet(
    [
      ...patientAndStudy(input.study),
      ...seriesAndEquipment(),
      ...documentHead(input, sopInstanceUid),
      ...container(null, CONCEPT.report, contentOf(input)),
    ],
    EXPLICIT_VR_LITTLE_ENDIAN,
  );
  const header = encodePart10Header({
    sopClassUid: SOP_CLASS_UID,
    sopInstanceUid,
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
    sourceAeTitle: input.stationAeTitle,
  });
  return Buffer.concat([header, dataSet]);
}

function patientAndStudy(study: ReportedStudy): WritableElement[] {
  const elements: WritableElement[] = [
    { tag: 0x0008_0020, vr: 'DA', value: study.studyDate },
    { tag: 0x0008_0030, vr: 'TM', value: study.studyTime },
    { tag: 0x0008_0050, vr: 'SH', value: study.accessionNumber },
    { tag: 0x0008_0090, vr: 'PN', value: study.referringPhysicianName },
    { tag: 0x0010_0010, vr: 'PN', value: study.patientName },
    { tag: 0x0010_0020, vr: 'LO', value: study.patientId },
    { tag: 0x0010_0030, vr: 'DA', value: study.patientBirthDate },
    { tag: 0x0010_0040, vr: 'CS', value: study.patientSex },
    { tag: 0x0020_000d, vr: 'UI', value: study.studyInstanceUid },
    { tag: 0x0020_0010, vr: 'SH', value: study.studyId },
  ];
  if (study.issuerOfPatientId !== '')
    elements.push({ tag: 0x0010_0021, vr: 'LO', value: study.issuerOfPatientId });
  return elements;
}

function seriesAndEquipment(): WritableElement[] {
  return [
    { tag: 0x0008_0060, vr: 'CS', value: 'SR' },
    { tag: 0x0008_0070, vr: 'LO', value: 'Bucky' },
    { tag: 0x0008_103e, vr: 'LO', value: 'Technical image quality' },
    { tag: 0x0008_1111, vr: 'SQ', items: [] },
    { tag: 0x0020_000e, vr: 'UI', value: makeUid() },
    { tag: 0x0020_0011, vr: 'IS', value: '9900' },
  ];
}

function documentHead(
  { images, study, writtenAt }: QualityReportInput,
  sopInstanceUid: string,
): WritableElement[] {
  const { date, time } = toDicomTime(writtenAt);
  const elements: WritableElement[] = [
    { tag: 0x0008_0016, vr: 'UI', value: SOP_CLASS_UID },
    { tag: 0x0008_0018, vr: 'UI', value: sopInstanceUid },
    { tag: 0x0008_0023, vr: 'DA', value: date },
    { tag: 0x0008_0033, vr: 'TM', value: time },
    { tag: 0x0020_0013, vr: 'IS', value: '1' },
    { tag: 0x0040_a372, vr: 'SQ', items: [] },
    { tag: 0x0040_a491, vr: 'CS', value: 'COMPLETE' },
    { tag: 0x0040_a493, vr: 'CS', value: 'UNVERIFIED' },
    { tag: 0x0040_a496, vr: 'CS', value: 'FINAL' },
  ];
  if (images.length > 0)
    elements.push({ tag: 0x0040_a375, vr: 'SQ', items: [evidence(study.studyInstanceUid, images)] });
  return elements;
}

/** Every object that the content points at, by study and series (PS3.3 section C.17.2.1). */
function evidence(studyInstanceUid: string, images: readonly ReportedImage[]): WritableElement[] {
  const bySeries = new Map<string, ReportedImage[]>();
  for (const image of images) {
    const members = bySeries.get(image.seriesInstanceUid);
    if (members) members.push(image);
    else bySeries.set(image.seriesInstanceUid, [image]);
  }
  const series = [...bySeries].map(([seriesInstanceUid, members]): WritableElement[] => [
    {
      tag: 0x0008_1199,
      vr: 'SQ',
      items: members.map(({ sopClassUid, sopInstanceUid }) => [
        { tag: 0x0008_1150, vr: 'UI', value: sopClassUid },
        { tag: 0x0008_1155, vr: 'UI', value: sopInstanceUid },
      ]),
    },
    { tag: 0x0020_000e, vr: 'UI', value: seriesInstanceUid },
  ]);
  return [
    { tag: 0x0008_1115, vr: 'SQ', items: series },
    { tag: 0x0020_000d, vr: 'UI', value: studyInstanceUid },
  ];
}

function contentOf(input: QualityReportInput): ContentItem[] {
  const items: ContentItem[] = [
    textItem('HAS OBS CONTEXT', CONCEPT.algorithmName, input.model || 'none'),
    textItem('HAS OBS CONTEXT', CONCEPT.algorithmVersion, input.version || 'none'),
    textItem(
      'CONTAINS',
      CONCEPT.notice,
      'Judged by software on technical quality alone. Not a medical device, not for primary diagnosis.',
    ),
    textItem('CONTAINS', CONCEPT.recommendation, input.recommendation),
  ];
  if (input.score !== null) items.push(numberItem('CONTAINS', CONCEPT.score, input.score, NO_UNIT));
  return [...items, ...input.images.map(imageContainer)];
}

function imageContainer(image: ReportedImage): ContentItem {
  const content: ContentItem[] = [
    imageItem('CONTAINS', image),
    codeItem('CONTAINS', CONCEPT.verdict, VERDICTS[image.verdict] ?? own('UNKNOWN', 'Cannot be judged')),
    textItem('CONTAINS', CONCEPT.recommendation, image.recommendation),
  ];
  if (image.score !== null) content.push(numberItem('CONTAINS', CONCEPT.score, image.score, NO_UNIT));
  for (const finding of image.findings) content.push(findingItem(finding));
  for (const decision of image.decisions) content.push(textItem('CONTAINS', CONCEPT.decision, decision));
  return container('CONTAINS', CONCEPT.image, content);
}

function findingItem({ reason, probability, severity }: ReportedFinding): ContentItem {
  const properties: ContentItem[] = [];
  if (probability !== null)
    properties.push(numberItem('HAS PROPERTIES', CONCEPT.probability, probability, NO_UNIT));
  if (severity !== null) properties.push(numberItem('HAS PROPERTIES', CONCEPT.severity, severity, NO_UNIT));
  const item = textItem('CONTAINS', CONCEPT.finding, reason);
  return properties.length === 0 ? item : [...item, { tag: 0x0040_a730, vr: 'SQ', items: properties }];
}

/** In local time, as DICOM's dates and times are. */
function toDicomTime(at: Date): { readonly date: string; readonly time: string } {
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    date: `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`,
    time: `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`,
  };
}
