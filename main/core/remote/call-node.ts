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
