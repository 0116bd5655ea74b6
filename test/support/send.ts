import { readFileSync } from 'node:fs';
import type { MessageShape } from '../../main/core/association/dimse/message-writer.ts';
import { connectAssociation } from '../../main/core/association/connect-association.ts';
import { DataSetScanner } from '../../main/core/dicom/data-set-scanner.ts';
import { parsePart10Header } from '../../main/core/dicom/part10.ts';
import { MAX_CONTEXTS } from '../../main/core/association/scu/scu-options.ts';

/** An object as our byte-exact SCU sends it: data set bytes of a file, command values from its file meta information. */
export interface SendableObject {
  readonly name: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Buffer;
}

/** @returns null for a file without readable file meta information, or whose meta names no transfer syntax */
export function loadObject(name: string, filePath: string): SendableObject | null {
  const file = readFileSync(filePath);
  const parsed = parsePart10Header(file);
  if (!parsed.ok || parsed.value.meta.transferSyntaxUid === '') return null;
  const { sopClassUid, sopInstanceUid, transferSyntaxUid } = parsed.value.meta;
  return {
    name,
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet: file.subarray(parsed.value.dataSetOffset),
  };
}

/** SOP class and instance that the data set itself names. */
export function readOwnUids(object: SendableObject): {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
} {
  const scanner = new DataSetScanner(object.transferSyntaxUid);
  scanner.push(object.dataSet);
  const { elements } = scanner.finish().header;
  const text = (tag: number) =>
    elements
      .get(tag)
      ?.value?.toString('latin1')
      .replace(/[\0 ]+$/, '') ?? '';
  return { sopClassUid: text(0x00080016), sopInstanceUid: text(0x00080018) };
}

/** Copies of an object with UIDs of their own, of the same length: as many as are needed. */
export function makeCopies(object: SendableObject, count: number, first = 0): readonly SendableObject[] {
  const uid = object.sopInstanceUid;
  return Array.from({ length: count }, (_, index) => {
    const suffix = `.${1_000_000 + first + index}`;
    const madeUid = uid.slice(0, uid.length - suffix.length) + suffix;
    const dataSet = Buffer.from(object.dataSet);
    const place = dataSet.indexOf(uid, 0, 'latin1');
    if (place < 0) throw new Error('the data set does not hold its own UID');
    dataSet.write(madeUid, place, 'latin1');
    return { ...object, name: `${object.name}#${index}`, sopInstanceUid: madeUid, dataSet };
  });
}

export interface SendTarget {
  readonly port: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle?: string;
  readonly shape?: Partial<MessageShape>;
}

export interface SendResult {
  readonly object: SendableObject;
  /** DIMSE status; null when no answer came. */
  readonly status: number | null;
}

/**
 * Sends objects one after the other, over as many associations as their kinds need.
 *
 * @param onAnswer called at once for each answer, so that a killed peer leaves a record of what it had acknowledged
 */
export async function sendObjects(
  objects: readonly SendableObject[],
  target: SendTarget,
  onAnswer: (result: SendResult) => void = () => undefined,
): Promise<readonly SendResult[]> {
  const results: SendResult[] = [];
  for (const batch of inBatches(objects)) {
    const connected = await connectAssociation({
      host: '127.0.0.1',
      port: target.port,
      callingAeTitle: target.callingAeTitle ?? 'TEST_SCU',
      calledAeTitle: target.calledAeTitle,
      contexts: toContexts(batch),
      ...(target.shape === undefined ? {} : { shape: target.shape }),
    });
    if (!connected.ok) return [...results, ...batch.map((object) => ({ object, status: null }))];
    const association = connected.value;
    for (const object of batch) {
      const answer = await association.store(object);
      const result = { object, status: answer.ok ? answer.value.status : null };
      results.push(result);
      onAnswer(result);
    }
    await association.release();
  }
  return results;
}

interface Context {
  readonly sopClassUid: string;
  readonly transferSyntaxUids: readonly string[];
}

/** One context for each pair, so that each object goes out in its own transfer syntax. */
function toContexts(objects: readonly SendableObject[]): readonly Context[] {
  const pairs = new Map(objects.map((object) => [pairOf(object), object]));
  return [...pairs.values()].map(({ sopClassUid, transferSyntaxUid }) => ({
    sopClassUid,
    transferSyntaxUids: [transferSyntaxUid],
  }));
}

function pairOf(object: SendableObject): string {
  return `${object.sopClassUid} ${object.transferSyntaxUid}`;
}

/** Cuts a list where an association would need more contexts than there are. */
function inBatches(objects: readonly SendableObject[]): readonly (readonly SendableObject[])[] {
  const batches: SendableObject[][] = [];
  let pairs = new Set<string>();
  for (const object of objects) {
    pairs.add(pairOf(object));
    if (batches.length === 0 || pairs.size > MAX_CONTEXTS) {
      batches.push([]);
      pairs = new Set([pairOf(object)]);
    }
    batches.at(-1)?.push(object);
  }
  return batches;
}
