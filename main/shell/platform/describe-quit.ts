/**
 * What stops when Bucky quits.
 *
 * @param sendersNow devices that send at this moment; null when that is not known
 */
export function describeQuit(sendersNow: number | null): string {
  const rest = 'Until Bucky runs again, modalities get no answer and keep their images.';
  if (!sendersNow) return rest;
  const who = sendersNow === 1 ? 'One device is' : `${sendersNow} devices are`;
  return `${who} sending at this moment. What has been acknowledged is safe; the rest has to be sent again. ${rest}`;
}
