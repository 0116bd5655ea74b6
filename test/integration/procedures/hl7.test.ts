import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CoreProcess } from '../../support/core-process.ts';
import { aTemporaryFolder } from '../../support/temporary-folder.ts';
import { aCore } from './worklist-peers.ts';

const VT = '\x0b';
const END = '\x1c\r';
const order = (control: string, id: string, modality = 'CT') =>
  [
    'MSH|^~\\&|RIS|CLINIC|BUCKY|CLINIC|20261124080000||ORM^O01^ORM_O01|' + `${id}|P|2.5||||||UNICODE UTF-8`,
    'PID|1||K-7^^^CLINIC^MR||Mihon^Hanako^^^^^L^A~見本^花子^^^^^L^I||19680312|F',
    `ORC|${control}|P-${id}|F-${id}||||^^^20261124103000`,
    `OBR|1|P-${id}|F-${id}|CTHEAD^Head^L||||||||||||||A-7|RP-7|S-${id}||||${modality}`,
  ].join('\r');

describe('the information system of the clinic sends HL7 over a socket', () => {
  const folder = aTemporaryFolder();
  let core: CoreProcess;
  let port: number;
  beforeAll(async () => {
    core = await aCore(folder.path);
    port = (await core.call('procedures.list', {})).hl7.port ?? 0;
  });
  afterAll(async () => {
    await core.stop();
    folder[Symbol.dispose]();
  });

  /** A sender of its own: it reads answers up to the end of a block and nothing else. */
  async function open() {
    const socket: Socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    let received = '';
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    const answers = async (count: number): Promise<string[]> => {
      while (received.split(END).length <= count) await once(socket, 'data');
      return received.split(END).slice(0, count);
    };
    return { socket, answers };
  }

  it('and hears that its order was taken, once it stands in the worklist', async () => {
    const { socket, answers } = await open();
    socket.write(VT + order('NW', '1') + END);
    const [answer] = await answers(1);
    expect(answer).toMatch(/^\x0bMSH\|\^~\\&\|BUCKY\|CLINIC\|RIS\|CLINIC\|\d{14}[+-]\d{4}\|\|ACK\^O01\|/);
    expect(answer).toContain('\rMSA|AA|1|Taken.\r');
    const { steps } = await core.call('procedures.list', {});
    expect(steps).toMatchObject([
      { source: 'hl7', order: { patientName: { ideographic: '見本^花子' }, stepId: 'S-1' } },
    ]);
    socket.destroy();
  });

  it('and may send several before it reads, cut anywhere: each gets its answer, in order', async () => {
    const { socket, answers } = await open();
    const bytes = Buffer.from(['2', '3', '4'].map((id) => VT + order('NW', id) + END).join(''));
    for (let at = 0; at < bytes.length; at += 97) socket.write(bytes.subarray(at, at + 97));
    const codes = (await answers(3)).map((answer) => /MSA\|(\w+)\|(\w+)/.exec(answer)?.slice(1));
    expect(codes).toEqual([
      ['AA', '2'],
      ['AA', '3'],
      ['AA', '4'],
    ]);
    socket.destroy();
  });

  it('and is told in plain words what is missing; the screen says so too', async () => {
    const { socket, answers } = await open();
    socket.write(VT + order('NW', '5', '') + END);
    const [answer] = await answers(1);
    expect(answer).toContain(
      '\rMSA|AE|5|Modality is missing.\rERR|||101^^HL70357|E||||Modality is missing.\r',
    );
    const { hl7 } = await core.call('procedures.list', {});
    expect(hl7).toMatchObject({ accepted: 4, refused: 1, lastRefusal: { words: 'Modality is missing.' } });
    socket.destroy();
  });

  it('and is cut off when it speaks something else, while others go on', async () => {
    const stranger = await open();
    stranger.socket.write('GET / HTTP/1.1\r\n\r\n');
    await once(stranger.socket, 'close');
    const { socket, answers } = await open();
    socket.write(VT + order('CA', '4') + END);
    expect((await answers(1))[0]).toContain('MSA|AA|4|Cancelled.');
    socket.destroy();
  });
});
