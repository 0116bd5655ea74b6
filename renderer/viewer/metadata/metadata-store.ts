import { fetchWithDeadline } from '../frames/fetch-with-deadline.ts';
import { instanceUrl, seriesUrl, type FrameAddress } from '../frames/frame-address.ts';
import { failed, loaded, type FrameResult } from '../frames/frame-failure.ts';
import { parseDicomJson, readText, type DicomJsonDataSet } from './dicom-json.ts';
import { describeFrame, type FrameDescription } from './frame-description.ts';

const METADATA_DEADLINE_MS = 15_000;
const ACCEPT = 'application/dicom+json';
const SOP_INSTANCE_UID = '00080018';

/** Headers of the images of one window, fetched once. The first image asks for its own; the series follows in one piece. */
export class MetadataStore {
  readonly #dataSets = new Map<string, DicomJsonDataSet>();
  readonly #underWay = new Map<string, Promise<FrameResult<readonly DicomJsonDataSet[]>>>();
  readonly #frames = new Map<string, FrameDescription>();

  /** Fetches the header of a frame's instance unless it is known. */
  async load(frame: FrameAddress): Promise<FrameResult<FrameDescription>> {
    const known = this.get(frame);
    if (known) return loaded(known);
    const series = this.#underWay.get(seriesUrl(frame));
    const answer = await (series ?? this.#fetch(instanceUrl(frame)));
    const description = this.get(frame);
    if (description) return loaded(description);
    if (!answer.ok) return answer;
    return failed({ kind: 'gone' });
  }

  /** Fetches the headers of all images of a series; afterwards `get` answers for each. */
  async loadSeries(
    series: Pick<FrameAddress, 'studyInstanceUid' | 'seriesInstanceUid'>,
  ): Promise<FrameResult<unknown>> {
    return this.#fetch(seriesUrl(series));
  }

  /** What is known without waiting. */
  get(frame: FrameAddress): FrameDescription | undefined {
    const key = `${frame.sopInstanceUid}/${frame.frameNumber}`;
    const described = this.#frames.get(key);
    if (described) return described;
    const dataSet = this.#dataSets.get(frame.sopInstanceUid);
    if (!dataSet) return undefined;
    const description = describeFrame(dataSet, frame.frameNumber);
    this.#frames.set(key, description);
    return description;
  }

  #fetch(url: string): Promise<FrameResult<readonly DicomJsonDataSet[]>> {
    const waiting = this.#underWay.get(url);
    if (waiting) return waiting;
    const fetching = fetchDataSets(`${url}/metadata`).then((answer) => {
      this.#underWay.delete(url);
      if (answer.ok) for (const dataSet of answer.value) this.#keep(dataSet);
      return answer;
    });
    this.#underWay.set(url, fetching);
    return fetching;
  }

  #keep(dataSet: DicomJsonDataSet): void {
    const uid = readText(dataSet, SOP_INSTANCE_UID);
    if (uid !== '' && !this.#dataSets.has(uid)) this.#dataSets.set(uid, dataSet);
  }
}

async function fetchDataSets(url: string): Promise<FrameResult<readonly DicomJsonDataSet[]>> {
  const answer = await fetchWithDeadline(url, { accept: ACCEPT, deadlineMs: METADATA_DEADLINE_MS });
  if (!answer.ok) return answer;
  try {
    return loaded(parseDicomJson(JSON.parse(new TextDecoder().decode(answer.value.bytes))));
  } catch {
    return failed({ kind: 'core', status: 200, message: 'The header did not come as DICOM JSON.' });
  }
}
