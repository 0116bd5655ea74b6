import type { CallerRules } from '../../../preload/contract/devices.ts';
import { Button } from '../../ui/Button.tsx';
import { UNKNOWN_CALLER_RULES } from './network-words.ts';

export interface NetworkHeadProps {
  /** Null until the core has answered. */
  readonly rules: CallerRules | null;
  readonly onUnknownCallers: (to: CallerRules['unknownCallers']) => void;
  readonly onAddresses: () => void;
  readonly onConformance: () => void;
  readonly onCertificates: () => void;
  readonly onTestOwn: () => void;
  readonly onNew: () => void;
}

/** What unknown callers may do, in words, and the deeds of the page. */
export function NetworkHead(props: NetworkHeadProps) {
  const { rules, onUnknownCallers, onAddresses, onConformance, onCertificates, onTestOwn, onNew } = props;
  const rule = UNKNOWN_CALLER_RULES.find(({ value }) => value === rules?.unknownCallers);
  return (
    <header className="network__head">
      <div className="network__lead">
        <h1>Callers and devices</h1>
        <p className="network__meaning">
          {rule?.meaning}{' '}
          {rules && (
            <>
              {rules.allowedAddresses === '' ? (
                'Any address may call.'
              ) : (
                <>
                  Only <span className="u-mono u-selectable">{rules.allowedAddresses}</span> may call.
                </>
              )}{' '}
              <button type="button" className="network__link" onClick={onAddresses}>
                Limit addresses…
              </button>
            </>
          )}
        </p>
      </div>
      <div className="network__deeds">
        <Button variant="ghost" onClick={onConformance}>
          Conformance
        </Button>
        <Button variant="ghost" keyCap="C" onClick={onCertificates}>
          Certificates
        </Button>
        <Button variant="ghost" onClick={onTestOwn}>
          Test this station
        </Button>
        {rules && (
          <label className="network__rule">
            Unknown callers
            <select
              className="field__select"
              value={rules.unknownCallers}
              onChange={(event) => {
                const chosen = UNKNOWN_CALLER_RULES.find(({ value }) => value === event.target.value);
                if (chosen) onUnknownCallers(chosen.value);
              }}
            >
              {UNKNOWN_CALLER_RULES.map(({ value, word }) => (
                <option key={value} value={value}>
                  {word}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button keyCap="N" onClick={onNew}>
          Add a device by hand…
        </Button>
      </div>
    </header>
  );
}
