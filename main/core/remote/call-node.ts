import {
  connectAssociation,
  type AssociationError,
  type ConnectOptions,
  type ScuAssociation,
} from '../association/connect-association.ts';
import type { Result } from '../shared/result.ts';
import type { RemoteNode } from './remote-node.ts';

export interface Caller {
  /** Our AE title, where the node has none of its own for us. */
  readonly aeTitle: string;
}

/** How long a station may take to heed that we want to stop. */
const CANCEL_MS = 5_000;

/** Opens an association with a node for what is wanted. */
export function callNode(
  node: RemoteNode,
  caller: Caller,
  options: Pick<ConnectOptions, 'contexts' | 'storeHandler' | 'onStored' | 'timeouts'>,
): Promise<Result<ScuAssociation, AssociationError>> {
  return connectAssociation({
    host: node.host,
    port: node.port,
    calledAeTitle: node.aeTitle,
    callingAeTitle: node.callingAeTitle ?? caller.aeTitle,
    tls: node.tls,
    ...options,
  });
}

/**
 * Once `signal` is aborted a station has a while to end what runs; then it is hung up on.
 *
 * @returns stops watching; to be called before the release
 */
export function hangUpOnAbort(association: ScuAssociation, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = () => {
    timer = setTimeout(() => {
      association.abort();
    }, CANCEL_MS);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort);
  return () => {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  };
}
