import { useState } from 'react';
import type { CallerRules } from '../../../preload/contract/devices.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';

export interface AddressesDialogProps {
  readonly api: Pick<ApiClient, 'call'>;
  readonly rules: CallerRules;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** From which addresses this station may be called at all. */
export function AddressesDialog({ api, rules, onClose, onSaved }: AddressesDialogProps) {
  const [text, setText] = useState(rules.allowedAddresses);
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const save = async () => {
    const reply = await api.call('callers.setRules', { ...rules, allowedAddresses: text });
    if (!reply.ok) setMistake(reply.error.message);
    else if (reply.value.mistakes.length > 0) setMistake(reply.value.mistakes[0]?.message);
    else onSaved();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Which addresses may call?"
      lead="Calls from elsewhere are refused before anything is read, those of known devices too. Empty: any address may call."
      foot={
        <>
          <Button variant="ghost" keyCap="Esc" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keyCap="Enter" onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label="Addresses and networks, with commas between them"
          placeholder="any address"
          className="u-mono"
          autoFocus
          maxLength={4_000}
          value={text}
          mistake={mistake}
          onValue={(next) => {
            setText(next);
            setMistake(undefined);
          }}
        />
        <p className="device-form__hint">
          192.168.1.20 is one PC; 192.168.1.0/24 is every PC whose address begins with 192.168.1.
        </p>
      </form>
    </Dialog>
  );
}
