import type { ReactNode, SyntheticEvent } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Notice } from './Notice.tsx';
import type { Saving } from './use-saving.ts';
import { useWindowKeys } from './use-window-keys.ts';

export interface FormDialogProps {
  readonly title: string;
  readonly lead: string;
  /** On the button that saves. */
  readonly saveWord: string;
  readonly saving: Saving;
  /** Whether a mistake finds its field among the children; others stand above them. */
  readonly hasField: (name: string) => boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A form with columns. `Ctrl S` and Enter save; what is wrong stands at its field, and nothing is lost until it is right. */
export function FormDialog({ title, lead, saveWord, saving, hasField, onClose, children }: FormDialogProps) {
  const { formRef, isSaving, mistakes, failure, save } = saving;
  useWindowKeys((event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault();
      save();
    }
  });
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title={title}
      lead={lead}
      foot={
        <>
          <Button variant="ghost" keyCap="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keyCap="Ctrl S" busyText={isSaving ? 'Saving' : undefined} onClick={save}>
            {saveWord}
          </Button>
        </>
      }
    >
      <form
        noValidate
        ref={formRef}
        className="form"
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault();
          save();
        }}
      >
        {failure !== null && (
          <Notice level="repeat" title="This was not saved.">
            {failure}
          </Notice>
        )}
        {mistakes
          .filter(({ field }) => !hasField(field))
          .map(({ message }) => (
            <Notice key={message} level="check" title={message} />
          ))}
        {children}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
