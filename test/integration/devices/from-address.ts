import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** A port whose callers arrive at another one as if they came from this address. */
export interface OtherAddress extends AsyncDisposable {
  readonly port: number;
}

/** Passes connections on from another address of this machine; all of 127.0.0.0/8 is there on Linux. */
export async function fromAddress(localAddress: string, port: number): Promise<OtherAddress> {
  const relay = createServer((caller) => {
    const onward = connect({ host: '127.0.0.1', port, localAddress });
    caller.pipe(onward).pipe(caller);
    caller.on('error', () => onward.destroy());
    onward.on('error', () => caller.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    port: (relay.address() as AddressInfo).port, // it listens: it has one
    async [Symbol.asyncDispose]() {
      relay.close();
      await once(relay, 'close');
    },
  };
}
