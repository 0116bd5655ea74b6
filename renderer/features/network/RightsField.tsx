import { RIGHTS, type Right } from './network-words.ts';

export interface RightsFieldProps {
  readonly rights: readonly Right[];
  readonly onRights: (rights: readonly Right[]) => void;
  /** What it asked for, where that is known. */
  readonly askedFor?: readonly Right[];
}

/** What a station may do here. */
export function RightsField({ rights, onRights, askedFor = [] }: RightsFieldProps) {
  return (
    <fieldset className="rights">
      <legend>It may</legend>
      {RIGHTS.map(({ right, explanation }) => (
        <label key={right} className="check-line">
          <input
            type="checkbox"
            checked={rights.includes(right)}
            onChange={(event) => {
              onRights(event.target.checked ? [...rights, right] : rights.filter((each) => each !== right));
            }}
          />
          {explanation}
          {askedFor.includes(right) && <span className="check-line__beside">it asked for this</span>}
        </label>
      ))}
    </fieldset>
  );
}
