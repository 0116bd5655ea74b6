import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Flag } from './Flag.tsx';
import './field.css';

interface FieldFrameProps {
  readonly label: string;
  readonly isRequired?: boolean | undefined;
  /** What is wrong with it; the field is then marked and described by this sentence. */
  readonly mistake?: string | undefined;
  /** Takes the whole width of a form with columns. */
  readonly isWide?: boolean | undefined;
}

export interface TextFieldProps
  extends FieldFrameProps, Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'list'> {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Offered while one types; anything else may be typed too. */
  readonly suggestions?: readonly string[] | undefined;
}

/** A label over a field, and below it what is wrong. */
export function TextField(props: TextFieldProps) {
  const { label, isRequired, mistake, isWide, value, onValue, suggestions, className, ...rest } = props;
  const id = useId();
  return (
    <FieldFrame id={id} label={label} isRequired={isRequired} mistake={mistake} isWide={isWide}>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        {...rest}
        id={id}
        className={classNames('field__input', className)}
        value={value}
        list={suggestions && `${id}-list`}
        required={isRequired}
        aria-invalid={mistake !== undefined || undefined}
        aria-describedby={mistake === undefined ? undefined : `${id}-mistake`}
        onChange={(event) => {
          onValue(event.target.value);
        }}
      />
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </FieldFrame>
  );
}

export interface SelectFieldProps extends FieldFrameProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly choices: readonly { readonly value: string; readonly word: string }[];
  readonly autoFocus?: boolean;
}

export function SelectField({
  label,
  isRequired,
  mistake,
  isWide,
  value,
  onValue,
  choices,
  autoFocus,
}: SelectFieldProps) {
  const id = useId();
  return (
    <FieldFrame id={id} label={label} isRequired={isRequired} mistake={mistake} isWide={isWide}>
      <select
        id={id}
        className="field__select"
        autoFocus={autoFocus}
        value={value}
        aria-invalid={mistake !== undefined || undefined}
        aria-describedby={mistake === undefined ? undefined : `${id}-mistake`}
        onChange={(event) => {
          onValue(event.target.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.word}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

function FieldFrame(props: FieldFrameProps & { readonly id: string; readonly children: ReactNode }) {
  const { id, label, isRequired, mistake, isWide, children } = props;
  return (
    <div className={classNames('field', isWide && 'field--wide', mistake !== undefined && 'field--wrong')}>
      <label className="field__label" htmlFor={id}>
        {label}
        {isRequired && <span className="field__needed"> needed</span>}
      </label>
      {children}
      {mistake !== undefined && (
        <p id={`${id}-mistake`} className="field__mistake">
          <Flag level="critical" sizePx={12} /> {mistake}
        </p>
      )}
    </div>
  );
}
