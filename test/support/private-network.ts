import { spawnSync } from 'node:child_process';

/**
 * Arguments to put before a program so that it runs in a network of its own that holds the loopback interface and
 * nothing else. DCMTK's and Orthanc's servers listen on every address; there, "every address" is this machine alone.
 *
 * @returns an empty list where such a network cannot be made (no root, not Linux): the program then runs as it is
 */
export function privateNetwork(): readonly string[] {
  if (process.platform !== 'linux' || process.env['BUCKY_PRIVATE_NETWORK'] === '1') return [];
  const wrapper = [
    'unshare',
    '--net',
    'sh',
    '-c',
    'ip link set lo up && BUCKY_PRIVATE_NETWORK=1 exec "$@"',
    'sh',
  ];
  const [program = '', ...args] = wrapper;
  return spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0 ? wrapper : [];
}
