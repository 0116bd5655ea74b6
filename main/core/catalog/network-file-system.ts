import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';

/** `f_type` of statfs(2) on Linux, from linux/magic.h and the sources of the file systems. */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'SMB'],
  [0x01021997, '9P'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x47504653, 'GPFS'],
  [0xaad7aaea, 'PanFS'],
  [0x786f4256, 'a VirtualBox shared folder'],
]);

const FUSE_TYPE = 0x65735546;
/** File systems in user space that reach over a network; the others (ntfs-3g, exfat, mergerfs …) are local. */
const NETWORK_FUSE =
  /^fuse\.(sshfs|glusterfs|s3fs|rclone|cephfs|davfs|gcsfuse|curlftpfs|smbnetfs|moosefs|mfs|vmhgfs-fuse)/;

/**
 * SQLite's locks and its write-ahead log do not work over a network (sqlite.org/useovernet.html): two PCs could write
 * at once. So the catalog must lie on a disk of this PC.
 *
 * Linux tells by the type of the file system. On Windows a UNC path (`\\server\share`) tells; a drive letter that is
 * mapped to a share cannot be told apart without native code. macOS gives its types numbers that change between
 * releases; there `/Volumes` on a server is not detected. The lock of the data folder then remains the only guard.
 *
 * @returns the name of the network file system that holds `folder`, or null for a local one
 */
export async function findNetworkFileSystem(folder: string): Promise<string | null> {
  if (process.platform === 'win32') return isUncPath(path.resolve(folder)) ? 'a network share' : null;
  if (process.platform !== 'linux') return null;
  const { type } = await statfs(folder);
  return nameNetworkType(type, () =>
    mountTypeOf(path.resolve(folder), readFileSync('/proc/self/mounts', 'utf8')),
  );
}

/** @param mountType asked only for FUSE, whose number is the same for local and remote ones */
export function nameNetworkType(type: number, mountType: () => string): string | null {
  const unsigned = type >>> 0; // statfs gives a signed 32-bit number on some systems
  if (unsigned === FUSE_TYPE) {
    const name = mountType();
    return NETWORK_FUSE.test(name) ? name.slice('fuse.'.length) : null;
  }
  return NETWORK_TYPES.get(unsigned) ?? null;
}

/** Type of the innermost mount that holds `folder`, from the text of /proc/self/mounts. */
export function mountTypeOf(folder: string, mounts: string): string {
  let best = { mountPoint: '', type: '' };
  for (const line of mounts.split('\n')) {
    const [, encodedPoint = '', type = ''] = line.split(' ');
    const mountPoint = encodedPoint.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const isAbove = mountPoint === '/' || folder === mountPoint || folder.startsWith(`${mountPoint}/`);
    if (isAbove && mountPoint.length >= best.mountPoint.length) best = { mountPoint, type };
  }
  return best.type;
}

export function isUncPath(folder: string): boolean {
  return /^(\\\\|\/\/)(?![?.]\\)[^\\/]/.test(folder) || /^\\\\\?\\UNC\\/i.test(folder);
}
