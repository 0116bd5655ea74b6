import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Catalog } from '../catalog/catalog.ts';
import { DicomJsonItem } from '../pixels/describe/dicom-json.ts';
import {
  writeQualityReport,
  type ReportedImage,
  type ReportedStudy,
} from '../quality/report/quality-report.ts';
import type { ReviewedImage } from '../quality/verdict/study-verdict.ts';
import type { QualityDesk } from './quality-desk.ts';
import { toInstanceQuality, toStudyQuality } from './quality-views.ts';

export interface QualityWebParts {
  readonly catalog: Catalog;
  readonly desk: QualityDesk;
  readonly aeTitle: () => string;
  readonly nowMs: () => number;
}

const INSTANCE_PATH = /^\/api\/v1\/instances\/([0-9.]{1,128})\/quality$/;
const STUDY_PATH = /^\/api\/v1\/studies\/([0-9.]{1,128})\/quality(\.dcm)?$/;

/**
 * Answers `GET /api/v1/instances/{sopInstanceUid}/quality` and `GET /api/v1/studies/{studyInstanceUid}/quality` as JSON, and
 * the latter with `.dcm` as a Comprehensive SR. 404 for what is not in the archive, 202 while an image has no verdict.
 *
 * @returns false when the path is none of these
 */
export function createQualityWeb(
  parts: QualityWebParts,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean> {
  return async (request, response, url) => {
    const instance = INSTANCE_PATH.exec(url.pathname);
    const study = STUDY_PATH.exec(url.pathname);
    if (instance === null && study === null) return false;
    if (request.method !== 'GET') sendJson(response, 405, { message: 'Only GET is answered here.' });
    else if (instance) await answerInstance(parts, instance[1] ?? '', response);
    else await answerStudy(parts, study?.[1] ?? '', study?.[2] !== undefined, response);
    return true;
  };
}

async function answerInstance(
  { catalog, desk }: QualityWebParts,
  sopInstanceUid: string,
  response: ServerResponse,
): Promise<void> {
  const places = await catalog.findInstances(sopInstanceUid);
  const studyInstanceUid = places.find(({ isAlternate }) => !isAlternate)?.studyInstanceUid ?? null;
  if (studyInstanceUid === null) {
    sendJson(response, 404, { message: 'This image is not in the archive.' });
    return;
  }
  const { images } = await desk.judge(studyInstanceUid);
  const judged = images.find(({ image }) => image.sopInstanceUid === sopInstanceUid);
  if (judged) sendJson(response, 200, toInstanceQuality(judged));
  else sendJson(response, 202, { sopInstanceUid, message: 'This image is not judged yet.' });
}

async function answerStudy(
  parts: QualityWebParts,
  studyInstanceUid: string,
  isReport: boolean,
  response: ServerResponse,
): Promise<void> {
  const { catalog, desk } = parts;
  const [study] = await catalog.findStudyRows([studyInstanceUid]);
  if (study === undefined) {
    sendJson(response, 404, { message: 'This study is not in the archive.' });
    return;
  }
  const verdict = await desk.judge(studyInstanceUid);
  if (!isReport) {
    const findings = await catalog.quality.listGroupFindings(studyInstanceUid);
    sendJson(response, verdict.images.length === 0 ? 202 : 200, toStudyQuality(study, verdict, findings));
    return;
  }
  const [first] = verdict.images;
  const report = writeQualityReport({
    study: await readStudy(catalog, studyInstanceUid),
    recommendation: verdict.recommendation,
    score: verdict.score,
    images: await Promise.all(verdict.images.map((image) => toReportedImage(catalog, image))),
    model: first?.image.model ?? 'none',
    version: first?.image.version ?? '0',
    stationAeTitle: parts.aeTitle(),
    writtenAt: new Date(parts.nowMs()),
  });
  response.writeHead(200, { 'Content-Type': 'application/dicom', 'Cache-Control': 'no-store' });
  response.end(report);
}

async function toReportedImage(catalog: Catalog, { image, reviews }: ReviewedImage): Promise<ReportedImage> {
  const [place] = await catalog.findInstances(image.sopInstanceUid);
  return {
    sopClassUid: place?.sopClassUid ?? '',
    sopInstanceUid: image.sopInstanceUid,
    seriesInstanceUid: image.seriesInstanceUid,
    frameNumber: (place?.numberOfFrames ?? 1) > 1 ? image.frameNumber : null,
    score: image.score,
    verdict: image.verdict,
    recommendation: image.recommendation,
    findings: image.findings,
    decisions: reviews.map(
      ({ decision, reason, reviewedBy, reviewedAtMs }) =>
        `${decision}: ${reason || 'no reason given'}, ${reviewedBy}, ${new Date(reviewedAtMs).toISOString()}`,
    ),
  };
}

/** Patient and study as the first image of the study has them. */
async function readStudy(catalog: Catalog, studyInstanceUid: string): Promise<ReportedStudy> {
  let item = new DicomJsonItem({});
  for await (const { metadataJson } of catalog.streamMetadata({ studyInstanceUid })) {
    item = new DicomJsonItem(JSON.parse(metadataJson.toString('utf8')));
    break;
  }
  return {
    studyInstanceUid,
    patientName: item.alphabetic('00100010') ?? '',
    patientId: item.text('00100020') ?? '',
    issuerOfPatientId: item.text('00100021') ?? '',
    patientBirthDate: item.text('00100030') ?? '',
    patientSex: item.text('00100040') ?? '',
    studyDate: item.text('00080020') ?? '',
    studyTime: item.text('00080030') ?? '',
    studyId: item.text('00200010') ?? '',
    accessionNumber: item.text('00080050') ?? '',
    referringPhysicianName: item.alphabetic('00080090') ?? '',
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
