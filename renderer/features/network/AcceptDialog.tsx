import { useState } from 'react';
import type { HeldCallerRow } from '../../../preload/contract/devices.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import type { Right } from './network-words.ts';
import { RightsField } from './RightsField.tsx';

export interface AcceptDialogProps {
  readonly caller: HeldCallerRow;
  readonly onClose: () => void;
  readonly onAccept: (name: string, rights: readonly Right[]) => void;
}

/** Makes a device of a caller, with a name of its own and only what is chosen. */
export function AcceptDialog({ caller, onClose, onAccept }: AcceptDialogProps) {
  const [name, setName] = useState(caller.aeTitle);
  const [rights, setRights] = useState<readonly Right[]>([
    ...new Set<Right>(['echo', 'store', ...caller.askedFor]),
  ]);
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const accept = () => {
    if (name.trim() === '') setMistake('Give the device a name.');
    else onAccept(name.trim(), rights);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Accept ${caller.aeTitle} with limits`}
      lead={`It called from ${caller.address}, and may call from there alone.`}
      foot={
        <>
          <Button variant="ghost" keyCap="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keyCap="Enter" onClick={accept}>
            Accept
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          accept();
        }}
      >
        <TextField
          label="Name, as people here say it"
          isRequired
          autoFocus
          maxLength={64}
          value={name}
          mistake={mistake}
          onValue={(next) => {
            setName(next);
            setMistake(undefined);
          }}
        />
        <RightsField rights={rights} onRights={setRights} askedFor={caller.askedFor} />
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
