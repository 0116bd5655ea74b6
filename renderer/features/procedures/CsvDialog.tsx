import { useEffect, useRef, useState } from 'react';
import type { CsvColumn, CsvEncoding, CsvPreview } from '../../../preload/contract/procedures.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SelectField } from '../../ui/Field.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { nameText } from './step-text.ts';

export interface CsvDialogProps {
  readonly api: Pick<ApiClient, 'call'>;
  readonly onClose: () => void;
  readonly onImported: (importedCount: number, skippedCount: number) => void;
}

const ENCODINGS: readonly { readonly value: CsvEncoding; readonly word: string }[] = [
  { value: 'auto', word: 'Find out' },
  { value: 'utf-8', word: 'UTF-8' },
  { value: 'windows-1252', word: 'Western European' },
  { value: 'iso-8859-2', word: 'Central European' },
  { value: 'windows-1251', word: 'Cyrillic' },
  { value: 'iso-8859-7', word: 'Greek' },
  { value: 'shift_jis', word: 'Japanese' },
  { value: 'euc-kr', word: 'Korean' },
  { value: 'gb18030', word: 'Chinese' },
];
const MAX_FILE_BYTES = 650_000;
const IMPORT_TIMEOUT_MS = 60_000;

interface ChosenFile {
  readonly name: string;
  /** Base64. */
  readonly content: string;
}

/** Choose, look, import: what is wrong with a row stands beside it before anything is scheduled. */
export function CsvDialog({ api, onClose, onImported }: CsvDialogProps) {
  const [file, setFile] = useState<ChosenFile | null>(null);
  const [encoding, setEncoding] = useState<CsvEncoding>('auto');
  const [preview, setPreview] = useState<CsvPreview | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isImporting, setImporting] = useState(false);
  const inputRef = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (file === null) return undefined;
    let isCurrent = true;
    void api.call('procedures.previewCsv', { content: file.content, encoding }).then((reply) => {
      if (!isCurrent) return;
      setPreview(reply.ok ? reply.value : null);
      setFailure(reply.ok ? null : reply.error.message);
    });
    return () => {
      isCurrent = false;
    };
  }, [api, file, encoding]);

  const choose = async (chosen: File | undefined) => {
    if (!chosen) return;
    setPreview(null);
    if (chosen.size > MAX_FILE_BYTES) {
      setFile(null);
      setFailure(`${chosen.name} is larger than 650 kB. Divide the list into parts.`);
      return;
    }
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    setFile({ name: chosen.name, content: toBase64(bytes) });
  };
  const all = preview?.rows ?? [];
  const total = all.length;
  const good = all.filter(({ mistakes }) => mistakes.length === 0).length;
  const run = async () => {
    if (file === null || good === 0) return;
    setImporting(true);
    const reply = await api.call(
      'procedures.importCsv',
      { content: file.content, encoding },
      { timeoutMs: IMPORT_TIMEOUT_MS },
    );
    setImporting(false);
    if (reply.ok) onImported(reply.value.importedCount, reply.value.skippedCount);
    else setFailure(reply.error.message);
  };
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title="Import a list of steps"
      lead="A CSV file from a table program or the clinic’s system. Nothing is scheduled before you have seen it."
      foot={
        <>
          <Button variant="ghost" keyCap="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            busyText={isImporting ? 'Importing' : undefined}
            disabledReason={good > 0 ? undefined : 'No row can be imported yet.'}
            onClick={() => void run()}
          >
            {importWord(good, total)}
          </Button>
        </>
      }
    >
      <div className="csv-import">
        <div className="csv-import__choice">
          <input
            ref={inputRef}
            type="file"
            accept=".csv,.txt,.tsv,text/csv"
            className="u-hidden-visually"
            aria-label="List of steps"
            tabIndex={-1}
            onChange={(event) => void choose(event.target.files?.[0])}
          />
          <Button autoFocus onClick={() => inputRef.current?.click()}>
            {file ? 'Choose another file…' : 'Choose a file…'}
          </Button>
          <bdi className="csv-import__name u-ellipsis">{file?.name}</bdi>
          <SelectField
            label="Letters"
            value={encoding}
            choices={ENCODINGS}
            onValue={(value) => {
              setEncoding(ENCODINGS.find((each) => each.value === value)?.value ?? 'auto');
            }}
          />
        </div>
        <Findings preview={preview} failure={failure} />
        {preview !== null && preview.rows.length > 0 ? (
          <PreviewTable preview={preview} />
        ) : (
          <Columns api={api} />
        )}
      </div>
    </Dialog>
  );
}

function importWord(good: number, total: number): string {
  if (total === 0) return 'Import';
  return good === total ? `Import ${good} rows` : `Import ${good} of ${total} rows`;
}

interface FindingsProps {
  readonly preview: CsvPreview | null;
  readonly failure: string | null;
}

/** What is to be said of the file as a whole. */
function Findings({ preview, failure }: FindingsProps) {
  const fault = failure ?? preview?.fault ?? null;
  const ignored = preview?.ignoredColumns ?? [];
  return (
    <>
      {fault !== null && <Notice level="repeat" title={fault} />}
      {ignored.length > 0 && (
        <Notice level="info" title={`Left out: ${ignored.join(', ')}.`}>
          These columns mean nothing here.
        </Notice>
      )}
    </>
  );
}

/** Rows that need a person come first. */
function PreviewTable({ preview }: { readonly preview: CsvPreview }) {
  const rows = preview.rows.toSorted((a, b) => Number(b.mistakes.length > 0) - Number(a.mistakes.length > 0));
  return (
    <div className="csv-preview">
      <table>
        <thead>
          <tr>
            <th>Line</th>
            <th>Patient</th>
            <th>ID</th>
            <th>When</th>
            <th>Mod</th>
            <th>Step</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.line} className={row.mistakes.length > 0 ? 'csv-preview__wrong' : undefined}>
              <td>{row.line}</td>
              <td>
                <bdi>{nameText(row.patientName)}</bdi>
                {row.mistakes.map((mistake) => (
                  <p key={mistake} className="csv-preview__mistake">
                    <Flag level="repeat" sizePx={12} label="Not imported" /> {mistake}
                  </p>
                ))}
              </td>
              <td>
                <bdi>{row.patientId}</bdi>
              </td>
              <td>
                {row.startDate} {row.startTime.slice(0, 5)}
              </td>
              <td>{row.modality}</td>
              <td>
                <bdi>{row.stepDescription}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the first line of the file may name. */
function Columns({ api }: Pick<CsvDialogProps, 'api'>) {
  const [columns, setColumns] = useState<readonly CsvColumn[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void api.call('procedures.csvColumns', {}).then((reply) => {
      if (isCurrent && reply.ok) setColumns(reply.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [api]);
  return (
    <section className="csv-columns" aria-label="Columns">
      <p>The first line names the columns, in any order. These are understood:</p>
      <dl>
        {columns.map(({ name, isRequired, explanation }) => (
          <div key={name}>
            <dt>
              <span className="u-mono u-selectable">{name}</span>
              {isRequired && <span className="step-dim"> needed</span>}
            </dt>
            <dd>{explanation}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
