import type { BuckyBridge, Transport } from '../../preload/contract/transport.ts';
import { createSocketTransport } from './socket-transport.ts';

declare global {
  interface Window {
    /** Put there by the Electron preload; absent in a browser. */
    readonly buckyBridge?: BuckyBridge;
  }
}

/** The desktop's bridge when the preload left one, else a WebSocket to the core that served this page. */
export function findTransport(page: Window): Transport {
  if (page.buckyBridge) return page.buckyBridge;
  const { protocol, host } = page.location;
  return createSocketTransport({
    url: `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/api/v1/socket`,
    open: (url) => new WebSocket(url),
    isSignedIn,
  });
}

/** A core that cannot be reached says nothing about the key: only its own refusal does. */
async function isSignedIn(): Promise<boolean> {
  try {
    const answer = await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return answer.status !== 401;
  } catch {
    return true;
  }
}
