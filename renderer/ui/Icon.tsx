import type { LucideIcon } from 'lucide-react';

export interface IconProps {
  readonly of: LucideIcon;
  /** `small` (14 px) stands inside text. */
  readonly size?: 'normal' | 'small' | 'tiny';
  readonly className?: string;
}

const SIZE_PX = { normal: 16, small: 14, tiny: 12 } as const;

/** A lucide icon in the product's stroke. Always beside a word or inside a control that has a name: hidden from readers. */
export function Icon({ of: Lucide, size = 'normal', className }: IconProps) {
  return <Lucide aria-hidden size={SIZE_PX[size]} strokeWidth={1.75} className={className} />;
}
