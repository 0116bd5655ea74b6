import { Fragment } from 'react';
import { Dialog } from './Dialog.tsx';
import { KeyCap } from './KeyCap.tsx';

export interface KeySheetPart {
  readonly title: string;
  readonly lines: readonly { readonly keys: readonly string[]; readonly does: string }[];
}

export interface KeySheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly parts: readonly KeySheetPart[];
}

/** What `?` shows: every key of the place where one is, beside its word. */
export function KeySheet({ isOpen, onClose, title, parts }: KeySheetProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      {parts.map((part) => (
        <section key={part.title} className="key-sheet">
          <h3 className="key-sheet__part">{part.title}</h3>
          <dl className="key-sheet__lines">
            {part.lines.map((line) => (
              <Fragment key={line.does}>
                <dt className="key-sheet__keys">
                  {line.keys.map((key) => (
                    <KeyCap key={key}>{key}</KeyCap>
                  ))}
                </dt>
                <dd>{line.does}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
