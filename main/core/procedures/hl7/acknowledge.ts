import type { Hl7Message } from './hl7-message.ts';

/** AA taken; AE the content cannot be used; AR this kind of message is never taken (HL7 v2.5 section 2.9.3). */
export type AckCode = 'AA' | 'AE' | 'AR';

export interface Ack {
  readonly code: AckCode;
  /** Plain words for the person at the sending system; never patient data. */
  readonly words: string;
  /** HL7 Table 0357; 0 is success. */
  readonly errorCode: 0 | 100 | 101 | 102 | 103 | 200 | 201 | 204 | 207;
}

/** The answer to a message, in its version and character set; to one that could not be read, as far as that goes. */
export function toAckMessage(ack: Ack, message: Hl7Message | null, at: Date, controlId: string): Buffer {
  const header = message?.header;
  const field = (at: number, component = 1) => escape(header?.text(at, component) ?? '');
  const version = field(12) || '2.5';
  const trigger = field(9, 2);
  const msh = [
    'MSH',
    '^~\\&',
    field(5),
    field(6),
    field(3),
    field(4),
    toTimestamp(at),
    '',
    trigger === '' ? 'ACK' : `ACK^${trigger}`,
    controlId,
    field(11) || 'P',
    version,
    '',
    '',
    '',
    '',
    '',
    'UNICODE UTF-8',
  ].join('|');
  const msa = ['MSA', ack.code, field(10), escape(ack.words)].join('|');
  const severity = ack.code === 'AA' ? '' : `\rERR|||${ack.errorCode}^^HL70357|E||||${escape(ack.words)}`;
  return Buffer.from(`${msh}\r${msa}${severity}\r`, 'utf8');
}

function escape(text: string): string {
  return text.replace(/[\\|^~&\r\n]/g, (sign) => ESCAPES[sign] ?? ' ');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\E\\',
  '|': '\\F\\',
  '^': '\\S\\',
  '~': '\\R\\',
  '&': '\\T\\',
};

/** Local time with its offset: `20261124093000+0100`. */
function toTimestamp(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const offset = -at.getTimezoneOffset();
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  return `${day}${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}${zone}`;
}
