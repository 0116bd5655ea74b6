import './tag.css';

export interface TagProps {
  /** `bright` is filled, `outlined` has a bright line, `label` a quiet one. */
  readonly variant: 'bright' | 'outlined' | 'label';
  readonly children: string;
}

/** A short word in a box. Priority speaks in brightness, never in a hue. */
export function Tag({ variant, children }: TagProps) {
  return <span className={`tag tag--${variant}`}>{children}</span>;
}
