import { Message } from 'node-hl7-client';
import { decodeStrictUtf8, decodeWith } from '../../dicom/charset/text-decoders.ts';
import { err, ok, type Result } from '../../shared/result.ts';

/** Node of the parser's tree: message, segment, field, repetition, component, subcomponent. */
interface Node {
  readonly name: string;
  toArray(): Node[];
  toString(): string;
}

/** One segment. Fields, repetitions, components and subcomponents count from 1, as in the standard. */
export class Hl7Segment {
  readonly name: string;
  readonly #fields: readonly Node[];

  constructor(node: Node) {
    this.name = node.name;
    const fields = node.toArray();
    // MSH-1 is the separator itself, so that MSH-2 stands where another segment has its first field.
    this.#fields = this.name === 'MSH' && fields[0] ? [fields[0], ...fields] : fields;
  }

  /** Unescaped text; empty when there is none. HL7's `""`, which deletes a value, is empty too. */
  text(field: number, component = 1, subcomponent = 1): string {
    return this.repetitionText(field, 1, component, subcomponent);
  }

  repetitionText(field: number, repetition: number, component = 1, subcomponent = 1): string {
    const node = this.#fields[field]?.toArray()[repetition - 1]?.toArray()[component - 1]?.toArray()[
      subcomponent - 1
    ];
    const text = node?.toString().trim() ?? '';
    return text === '""' ? '' : text;
  }

  repetitionCount(field: number): number {
    return this.#fields[field]?.toArray().length ?? 0;
  }
}

export interface Hl7Message {
  readonly segments: readonly Hl7Segment[];
  readonly header: Hl7Segment;
  /** Name that MSH-18 gave; empty when absent. */
  readonly characterSet: string;
}

/** HL7 Table 0211, as the encodings of the WHATWG standard. */
const ENCODINGS: Readonly<Record<string, string>> = {
  ASCII: 'utf-8',
  '8859/1': 'latin1',
  '8859/2': 'iso-8859-2',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UNICODE: 'utf-8',
  'UNICODE UTF-16': 'utf-16le',
  'ISO IR87': 'shift_jis',
  'GB 18030-2000': 'gb18030',
  'KS X 1001': 'euc-kr',
};

/** Reads a message. Line feeds instead of carriage returns are taken too. */
export function readHl7Message(bytes: Buffer): Result<Hl7Message, string> {
  if (!/^MSH[^\w\s]/.test(bytes.subarray(0, 4).toString('latin1'))) return err('A message starts with MSH.');
  const characterSet = findCharacterSet(bytes);
  const text = decode(bytes, characterSet)
    .replace(/\r\n|\n/g, '\r')
    .replace(/\r+$/, '');
  try {
    const message = new Message({ text }) as unknown as Node; // the class has these two methods and the name
    const segments = message.toArray().map((segment) => new Hl7Segment(segment));
    const [header] = segments;
    if (header?.name !== 'MSH') return err('A message starts with MSH.');
    return ok({ segments, header, characterSet });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return err(`The message cannot be read: ${detail}`);
  }
}

/** MSH-18, first repetition; the separator of fields is whatever stands behind MSH. */
function findCharacterSet(bytes: Buffer): string {
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const line = bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1');
  return line.split(line.charAt(3))[17]?.split(line.charAt(5))[0]?.trim() ?? '';
}

function decode(bytes: Buffer, characterSet: string): string {
  const encoding = ENCODINGS[characterSet.toUpperCase()];
  if (encoding !== undefined && encoding !== 'utf-8') return decodeWith(encoding, bytes);
  return decodeStrictUtf8(bytes) ?? bytes.toString('latin1'); // many say nothing and send Latin-1
}
