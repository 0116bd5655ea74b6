import { CsvError, parse } from 'csv-parse/sync';
import type { StepOrder } from '../../catalog/station-procedures-model.ts';
import { decodeStrictUtf8, decodeWith } from '../../dicom/charset/text-decoders.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { checkOrder, EMPTY_ORDER, withStudyUid } from '../check-order.ts';
import { CSV_COLUMNS, type CsvColumn } from './csv-columns.ts';

export interface CsvRow {
  /** Line of the file, from 1. */
  readonly line: number;
  /** As far as it could be read, whether or not there are mistakes. */
  readonly order: StepOrder;
  /** In plain words; empty for a row that can be imported. */
  readonly mistakes: readonly string[];
}

export interface CsvFile {
  /** Of the WHATWG standard, as it was found or given. */
  readonly encoding: string;
  readonly separator: string;
  /** Columns of the file that mean nothing here and are left out. */
  readonly ignoredColumns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** More in one file is no day's list, but a mistake. */
const MAX_ROWS = 5_000;

/**
 * Reads a list of steps. What is wrong with one row is written to that row; the error is what makes the whole file
 * unreadable.
 *
 * @param encoding of the WHATWG standard; `auto` takes a byte order mark, then UTF-8, then Windows-1252
 */
export function readCsv(bytes: Buffer, encoding: string): Result<CsvFile, string> {
  const decoded = decode(bytes, encoding);
  if (decoded.text.trim() === '') return err('The file is empty.');
  if (decoded.text.includes('\0')) return err('This is no text file: export the list as CSV first.');
  const separator = findSeparator(decoded.text);
  const records = parseRecords(decoded.text, separator);
  if (!records.ok) return records;
  const [head, ...body] = records.value;
  if (head === undefined || body.length === 0)
    return err('The file has a line of column names, but no rows below it.');
  if (body.length > MAX_ROWS)
    return err(`The file has ${body.length} rows; at most ${MAX_ROWS} are read at once.`);
  const columns = head.cells.map(findColumn);
  const missing = CSV_COLUMNS.filter((column) => column.isRequired && !columns.includes(column));
  if (missing.length > 0) {
    return err(
      `The first line must name the columns. Missing: ${missing.map(({ name }) => name).join(', ')}.`,
    );
  }
  const repeated = columns.find((column, index) => column !== null && columns.indexOf(column) < index);
  if (repeated) return err(`The column ${repeated.name} is there twice.`);
  return ok({
    encoding: decoded.encoding,
    separator,
    ignoredColumns: head.cells.filter((_, index) => columns[index] === null).map((name) => name.trim()),
    rows: body.map((record) => readRow(record, columns)),
  });
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function parseRecords(text: string, delimiter: string): Result<readonly CsvRecord[], string> {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { readonly record: string[]; readonly info: { readonly lines: number } }[]; // as `info` promises
    return ok(records.map(({ record, info }) => ({ line: info.lines, cells: record })));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? ` near line ${error['lines']}` : '';
    return err(`The file cannot be read${line}: a quotation mark is missing or in the wrong place.`);
  }
}

function readRow({ line, cells }: CsvRecord, columns: readonly (CsvColumn | null)[]): CsvRow {
  let order: StepOrder = EMPTY_ORDER;
  const mistakes: string[] = [];
  if (cells.length > columns.length)
    mistakes.push(`The row has ${cells.length} cells, but there are ${columns.length} columns.`);
  for (const [index, column] of columns.entries()) {
    const value = cells[index] ?? '';
    if (column === null || value === '') continue;
    const read = column.read(value, order);
    if (read.ok) order = { ...order, ...read.value };
    else mistakes.push(`${column.name}: “${value}” ${read.error}`);
  }
  order = withStudyUid({
    ...order,
    stepDescription: order.stepDescription || order.requestedProcedureDescription,
  });
  const hasSaid = (message: string) => mistakes.length > 0 && message.endsWith('is missing.');
  for (const { message } of checkOrder(order)) if (!hasSaid(message)) mistakes.push(message);
  return { line, order, mistakes };
}

/** `Patient ID`, `patient-id` and `PATIENT_ID` are one column. */
function findColumn(head: string): CsvColumn | null {
  const name = head
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return CSV_COLUMNS.find((column) => column.name === name) ?? null;
}

/** Programs for tables write a semicolon where the comma is the decimal sign. */
function findSeparator(text: string): string {
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: firstLine.split(sign).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ',';
}

function decode(bytes: Buffer, encoding: string): { readonly text: string; readonly encoding: string } {
  const marked = findMark(bytes);
  if (marked)
    return { text: decodeWith(marked.encoding, bytes.subarray(marked.length)), encoding: marked.encoding };
  if (encoding !== 'auto') return { text: decodeWith(encoding, bytes), encoding };
  const utf8 = decodeStrictUtf8(bytes);
  return utf8 === null
    ? { text: decodeWith('windows-1252', bytes), encoding: 'windows-1252' }
    : { text: utf8, encoding: 'utf-8' };
}

function findMark(bytes: Buffer): { readonly encoding: string; readonly length: number } | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))) return { encoding: 'utf-8', length: 3 };
  if (bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]))) return { encoding: 'utf-16le', length: 2 };
  if (bytes.subarray(0, 2).equals(Buffer.from([0xfe, 0xff]))) return { encoding: 'utf-16be', length: 2 };
  return null;
}
