import { useRef, useState, type RefObject } from 'react';

/** What is wrong with one field of a form. */
export interface FieldMistake {
  readonly field: string;
  readonly message: string;
}

/** How an attempt to save ended. */
export type SaveResult =
  | { readonly state: 'saved' }
  | { readonly state: 'wrong'; readonly mistakes: readonly FieldMistake[] }
  | { readonly state: 'failed'; readonly message: string };

export interface Saving {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly isSaving: boolean;
  readonly mistakes: readonly FieldMistake[];
  /** Why nothing was saved although no field is wrong. */
  readonly failure: string | null;
  readonly save: () => void;
  readonly mistakeOf: (field: string) => string | undefined;
  /** These fields were changed: what was wrong with them is asked again. */
  readonly forget: (fields: readonly string[]) => void;
}

/** Saves a form once at a time. What is wrong is kept for its field, and the first wrong field gets the focus. */
export function useSaving(attempt: () => Promise<SaveResult>): Saving {
  const [isSaving, setSaving] = useState(false);
  const [mistakes, setMistakes] = useState<readonly FieldMistake[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const formRef = useRef<HTMLFormElement>(null);
  const save = async () => {
    if (isSaving) return;
    setSaving(true);
    const result = await attempt();
    setSaving(false);
    setMistakes(result.state === 'wrong' ? result.mistakes : []);
    setFailure(result.state === 'failed' ? result.message : null);
    if (result.state === 'wrong')
      requestAnimationFrame(() =>
        formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
      );
  };
  return {
    formRef,
    isSaving,
    mistakes,
    failure,
    save: () => void save(),
    mistakeOf: (field) => mistakes.find((mistake) => mistake.field === field)?.message,
    forget: (fields) => {
      setMistakes((now) => now.filter(({ field }) => !fields.includes(field)));
    },
  };
}
