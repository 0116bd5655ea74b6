import { request } from 'node:http';
import { z } from 'zod';
import { stationInfoSchema } from '../../../preload/contract/station.ts';
import type { CoreAddress } from '../security/core-proxy.ts';

const DEADLINE_MS = 1_500;
/** Of the answer of `station.info`, the one part that matters here. */
const answerSchema = z.object({ ok: z.literal(true), value: stationInfoSchema.pick({ reception: true }) });

/** How many devices send at this moment; null when the core does not say in time. */
export async function countSendersNow(address: CoreAddress): Promise<number | null> {
  return new Promise((resolve) => {
    const asking = request({
      socketPath: address.socketPath,
      path: '/api/v1/call/station.info',
      method: 'POST',
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    asking.once('error', () => {
      resolve(null);
    });
    asking.once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', () => {
        resolve(null);
      });
      answer.once('end', () => {
        resolve(readCount(Buffer.concat(chunks).toString('utf8')));
      });
    });
    asking.end('{}');
  });
}

function readCount(body: string): number | null {
  try {
    return answerSchema.parse(JSON.parse(body)).value.reception.sendersNow;
  } catch {
    return null;
  }
}
