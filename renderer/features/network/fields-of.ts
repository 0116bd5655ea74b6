import type { Dispatch, SetStateAction } from 'react';
import type { Saving } from '../../ui/use-saving.ts';

/** What a text field of a form needs, by its name: its value, what is wrong with it, and where a new value goes. */
export function fieldsOf<F extends Readonly<Record<string, string>>>(
  form: F,
  setForm: Dispatch<SetStateAction<F>>,
  saving: Pick<Saving, 'mistakeOf' | 'forget'>,
) {
  return (name: keyof F & string) => ({
    value: form[name],
    mistake: saving.mistakeOf(name),
    onValue: (value: string) => {
      setForm((now) => ({ ...now, [name]: value }));
      saving.forget([name]);
    },
  });
}
