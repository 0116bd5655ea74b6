/** By what a caller is told from others, before it is known as a device. */
export interface CallerName {
  readonly aeTitle: string;
  readonly address: string;
}

export function keyOfCaller({ aeTitle, address }: CallerName): string {
  return `${address} ${aeTitle}`; // an address has no space
}
