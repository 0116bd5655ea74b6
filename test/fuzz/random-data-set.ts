import {
  EXPLICIT,
  IMPLICIT,
  delimiter,
  element,
  elementHeader,
  item,
  undefinedLengthItem,
  type TestEncoding,
} from '../support/encode-data-set.ts';
import type { Random } from './random.ts';

const UNDEFINED_LENGTH = 0xffffffff;

/** Keys of queries, worklists and procedure steps, and what has no place in any. */
const TAGS: readonly (readonly [tag: number, vr: string])[] = [
  [0x00080005, 'CS'],
  [0x00080016, 'UI'],
  [0x00080018, 'UI'],
  [0x00080020, 'DA'],
  [0x00080030, 'TM'],
  [0x00080050, 'SH'],
  [0x00080052, 'CS'],
  [0x00080060, 'CS'],
  [0x00080061, 'CS'],
  [0x00080090, 'PN'],
  [0x00080201, 'SH'],
  [0x00081030, 'LO'],
  [0x00081111, 'SQ'],
  [0x00100010, 'PN'],
  [0x00100020, 'LO'],
  [0x00100021, 'LO'],
  [0x00100030, 'DA'],
  [0x00100040, 'CS'],
  [0x0020000d, 'UI'],
  [0x0020000e, 'UI'],
  [0x00200010, 'SH'],
  [0x00200011, 'IS'],
  [0x00200013, 'IS'],
  [0x00201206, 'IS'],
  [0x00280010, 'US'],
  [0x00321060, 'LO'],
  [0x00321064, 'SQ'],
  [0x00400100, 'SQ'],
  [0x00400001, 'AE'],
  [0x00400002, 'DA'],
  [0x00400003, 'TM'],
  [0x00400252, 'CS'],
  [0x00400253, 'SH'],
  [0x00400270, 'SQ'],
  [0x00400340, 'SQ'],
  [0x00081195, 'UI'],
  [0x00081199, 'SQ'],
  [0x00081150, 'UI'],
  [0x00081155, 'UI'],
  [0x7fe00010, 'OW'],
  [0x00091001, 'UN'],
  [0xfffee000, 'UN'],
  [0xfffcfffc, 'OB'],
  [0x00000000, 'UL'],
];

const VALUES: readonly string[] = [
  '',
  'STUDY',
  'PATIENT',
  'SERIES',
  'IMAGE',
  'NONSENSE',
  '*',
  '?',
  '**??**',
  'Doe^J*',
  '*'.repeat(64),
  '20260102',
  '20260102-',
  '-20260102',
  '-',
  '99999999',
  '20261301-20260000',
  '1015',
  '101500.123456-2',
  '2026',
  '20260102101500+0100',
  '1.2.3.4',
  '1.2.3.4\\1.2.3.5',
  '1..2',
  '.'.repeat(64),
  '1.'.repeat(40),
  '\\'.repeat(200),
  'P1',
  'CT',
  'CT\\MR\\CR',
  'ISO_IR 100',
  'ISO_IR 192',
  '\\ISO 2022 IR 87',
  'ISO 2022 IR 149',
  'GB18030',
  'NO SUCH SET',
  '\x1b$B;3ED\x1b(B^\x1b$BB@O:',
  '\x1b',
  'M\xfcller^J\xfcrgen',
  '=\xff\xfe=',
  '^^^^^',
  'a=b=c=d',
  '\0\0\0',
  '-1',
  '1e999',
  '+',
  'IN PROGRESS',
  'COMPLETED',
  'DISCONTINUED',
  "' OR 1=1 --",
  '%_',
  '\u{10ffff}',
];

/** A data set, mostly readable; the more elements, the rarer the mistakes. */
export function randomDataSet(
  random: Random,
  encoding: TestEncoding = random.pick([IMPLICIT, EXPLICIT]),
): Buffer {
  const isInOrder = random.chance(0.8);
  const picked = Array.from({ length: random.below(12) }, () => random.pick(TAGS));
  if (isInOrder) picked.sort(([a], [b]) => a - b);
  const level = random.chance(0.7)
    ? [element(0x00080052, 'CS', random.pick(['STUDY', 'PATIENT', 'SERIES', 'IMAGE']), encoding)]
    : [];
  const elements = picked.map(([tag, vr]) => randomElement(random, tag, vr, encoding, 0));
  const dataSet = Buffer.concat([...level, ...elements]);
  if (random.chance(0.02)) return deepDataSet(random, encoding);
  return random.chance(0.3) ? random.mutate(dataSet) : dataSet;
}

function randomElement(
  random: Random,
  tag: number,
  vr: string,
  encoding: TestEncoding,
  depth: number,
): Buffer {
  if (random.chance(0.03))
    return elementHeader(tag, random.pick(['UI', 'SQ', 'UN', 'ZZ', 'OB']), random.below(0xffff), encoding);
  if (vr !== 'SQ') return element(tag, vr, randomValue(random), encoding);
  const items = Array.from({ length: random.below(3) }, () => {
    const content = Buffer.concat(
      Array.from({ length: random.below(4) }, () => {
        const [innerTag, innerVr] = random.pick(TAGS);
        return depth > 3 ? Buffer.alloc(0) : randomElement(random, innerTag, innerVr, encoding, depth + 1);
      }),
    );
    return random.chance(0.5) ? item(content, encoding) : undefinedLengthItem(content, encoding);
  });
  const content = Buffer.concat(items);
  if (random.chance(0.5)) return Buffer.concat([elementHeader(tag, 'SQ', content.length, encoding), content]);
  const end = random.chance(0.9) ? delimiter(0xfffee0dd, 0, encoding) : Buffer.alloc(0);
  return Buffer.concat([elementHeader(tag, 'SQ', UNDEFINED_LENGTH, encoding), content, end]);
}

function randomValue(random: Random): Buffer {
  const text = random.chance(0.9) ? random.pick(VALUES) : random.bytes(random.below(300)).toString('latin1');
  const bytes = Buffer.from(text, random.chance(0.5) ? 'latin1' : 'utf8');
  return bytes.length % 2 === 0 || random.chance(0.05) ? bytes : Buffer.concat([bytes, Buffer.from(' ')]);
}

/** Sequences within sequences, to any depth, never closed. */
function deepDataSet(random: Random, encoding: TestEncoding): Buffer {
  const open = Buffer.concat([
    elementHeader(0x00400100, 'SQ', UNDEFINED_LENGTH, encoding),
    delimiter(0xfffee000, UNDEFINED_LENGTH, encoding),
  ]);
  return Buffer.concat(Array.from({ length: 1 + random.below(3000) }, () => open));
}
