import { useEffect, useState } from 'react';
import type { CommandInput, CommandName, CommandOutput } from '../../preload/contract/command.ts';
import type { WorkstationEvent } from '../../preload/contract/event.ts';
import type { ApiClient } from '../client/api-client.ts';

export type QualityApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;

export interface Asked<N extends CommandName> {
  /** Null until the first answer, and for an answer that is null. */
  readonly value: CommandOutput<N> | null;
  readonly isAnswered: boolean;
  /** Why the newest question failed; `value` may be older then. */
  readonly failure: string | null;
}

/** While images are judged an answer changes with each of them; it is asked for this often at most. */
const REFRESH_EVERY_MS = 400;
const nothing = { value: null, isAnswered: false, failure: null };

/**
 * Asks the core, and asks again when an event says that the answer may be another one.
 *
 * @param input null: nothing is asked. An object with the same content is the same question.
 */
export function useAsked<N extends CommandName>(
  api: QualityApi,
  name: N,
  input: CommandInput<N> | null,
  isAbout: (event: WorkstationEvent) => boolean = isQualityEvent,
): Asked<N> {
  const key = input === null ? null : JSON.stringify(input);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly asked: Asked<N> } | null>(null);

  useEffect(() => {
    if (key === null) return;
    let isLeft = false;
    let question = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const mine = ++question;
      const reply = await api.call(name, JSON.parse(key) as CommandInput<N>); // made from an input above
      if (isLeft || mine !== question) return;
      setAnswer((now) => ({
        key,
        asked: reply.ok
          ? { value: reply.value, isAnswered: true, failure: null }
          : { ...(now?.key === key ? now.asked : nothing), failure: reply.error.message },
      }));
    };
    const askSoon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void ask();
      }, REFRESH_EVERY_MS);
    };
    void ask();
    const leaveEvents = api.subscribe((event) => {
      if (isAbout(event)) askSoon();
    });
    const leaveResync = api.onResync(askSoon);
    return () => {
      isLeft = true;
      clearTimeout(timer);
      leaveEvents();
      leaveResync();
    };
  }, [api, name, key, isAbout]);

  return answer !== null && answer.key === key ? answer.asked : nothing;
}

export function isQualityEvent({ type }: WorkstationEvent): boolean {
  return type === 'quality.changed' || type === 'studies.changed';
}
