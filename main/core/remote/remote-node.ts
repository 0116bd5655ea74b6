import type { ScuTls } from '../association/tls/tls-options.ts';

/** Another station that we may call: an archive, a workstation, a modality. */
export interface RemoteNode {
  /** As people here call it; unique, and what jobs and searches remember it by. */
  readonly name: string;
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  /** Encrypts the connection; plain when absent. */
  readonly tls?: ScuTls | undefined;
  /** By which name we call it, where that is not the station's own. */
  readonly callingAeTitle?: string | undefined;
}

/** The nodes as they are set at this moment. */
export type RemoteNodes = () => readonly RemoteNode[];

export function findNode(nodes: RemoteNodes, name: string): RemoteNode | null {
  return nodes().find((node) => node.name === name) ?? null;
}
