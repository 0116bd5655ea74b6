import { useEffect, useState } from 'react';
import type { CertificateList, CertificatesChanged } from '../../../preload/contract/certificates.ts';
import type { Reply } from '../../../preload/contract/command.ts';
import type { SaveResult } from '../../ui/use-saving.ts';
import type { NetworkApi } from './network-store.ts';

export interface Certificates {
  /** Null until the first answer. */
  readonly list: CertificateList | null;
  /** Why it could not be asked for; null while all is well. */
  readonly failure: string | null;
  /** Shows what a command has changed. @returns what the form needs to know */
  readonly take: (reply: Reply<CertificatesChanged>) => SaveResult;
}

/** The certificates as they are now, while somebody looks at them. */
export function useCertificates(api: NetworkApi): Certificates {
  const [list, setList] = useState<CertificateList | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    const ask = async () => {
      const reply = await api.call('certificates.list', {});
      if (isGone) return;
      if (reply.ok) setList(reply.value);
      setFailure(reply.ok ? null : reply.error.message);
    };
    const leaveEvents = api.subscribe((event) => {
      if (event.type === 'devices.changed') void ask();
    });
    const leaveResync = api.onResync(() => void ask());
    void ask();
    return () => {
      isGone = true;
      leaveEvents();
      leaveResync();
    };
  }, [api]);
  return {
    list,
    failure,
    take: (reply) => {
      if (!reply.ok) return { state: 'failed', message: reply.error.message };
      setList(reply.value.list);
      const { mistakes } = reply.value;
      return mistakes.length > 0 ? { state: 'wrong', mistakes } : { state: 'saved' };
    },
  };
}
