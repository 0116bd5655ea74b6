import { Fragment } from 'react';
import { classNames } from './class-names.ts';
import { Flag } from './Flag.tsx';
import './charts.css';

export interface RateBar {
  readonly name: string;
  readonly value: number;
  /** As it stands at the end: `6.1 %`. */
  readonly text: string;
}

export interface RateBarsProps {
  readonly bars: readonly RateBar[];
  /** What one wants to stay under, as a dashed line; null: no line. */
  readonly aim: number | null;
  /** What a flag beside a bar says to readers. */
  readonly overText?: string;
}

/** A line for each name: bar, number, and a flag where it is over the aim. */
export function RateBars({ bars, aim, overText = 'Over the aim' }: RateBarsProps) {
  const longest = Math.max(aim === null ? 0 : aim * 1.5, ...bars.map((bar) => bar.value), 1e-9);
  return (
    <div className="rate-bars">
      {bars.map(({ name, value, text }) => {
        const isOver = aim !== null && value > aim;
        return (
          <Fragment key={name}>
            <div className="rate-bars__row">
              <bdi className="u-ellipsis" title={name}>
                {name}
              </bdi>
              <span className="rate-bars__track">
                <span
                  className={classNames('rate-bars__bar', isOver && 'rate-bars__bar--over')}
                  style={{ width: `${(value / longest) * 100}%` }}
                />
                {aim !== null && (
                  <span className="rate-bars__aim" style={{ left: `${(aim / longest) * 100}%` }} />
                )}
              </span>
              <span className="rate-bars__number">{text}</span>
              <span className="rate-bars__flag">{isOver && <Flag level="check" label={overText} />}</span>
            </div>
          </Fragment>
        );
      })}
    </div>
  );
}
