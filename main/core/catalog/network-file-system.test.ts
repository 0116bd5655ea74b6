import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { findNetworkFileSystem, isUncPath, mountTypeOf, nameNetworkType } from './network-file-system.ts';

describe('nameNetworkType', () => {
  it.each([
    { type: 0x6969, name: 'NFS', why: 'NFS' },
    { type: -11317950, name: 'SMB', why: 'CIFS, whose number some systems give as a negative one' },
    { type: 0x01021997, name: '9P', why: 'the share of a virtual machine' },
    { type: 0xef53, name: null, why: 'ext4' },
    { type: 0x9123683e, name: null, why: 'btrfs' },
    { type: 0x58465342, name: null, why: 'XFS' },
    { type: 0x2fc12fc1, name: null, why: 'ZFS' },
    { type: 0x794c7630, name: null, why: 'overlay' },
    { type: 0x01021994, name: null, why: 'tmpfs' },
  ])('says $name for $why', ({ type, name }) => {
    expect(nameNetworkType(type, () => '')).toBe(name);
  });

  it.each([
    { mount: 'fuse.sshfs', name: 'sshfs', why: 'a server over SSH' },
    { mount: 'fuse.rclone', name: 'rclone', why: 'a bucket' },
    { mount: 'fuseblk', name: null, why: 'NTFS on a disk of this PC' },
    { mount: 'fuse.mergerfs', name: null, why: 'disks of this PC under one name' },
  ])('asks the mount table about FUSE: $why', ({ mount, name }) => {
    expect(nameNetworkType(0x65735546, () => mount)).toBe(name);
  });
});

describe('mountTypeOf', () => {
  const mounts = [
    '/dev/sda1 / ext4 rw 0 0',
    'nas:/x /mnt/nas nfs4 rw 0 0',
    'u@h: /mnt/with\\040space fuse.sshfs rw 0 0',
  ].join('\n');

  it.each([
    { folder: '/home/x', type: 'ext4' },
    { folder: '/mnt/nas/bucky', type: 'nfs4' },
    { folder: '/mnt/nas2', type: 'ext4' },
    { folder: '/mnt/with space/data', type: 'fuse.sshfs' },
  ])('finds $type above $folder', ({ folder, type }) => {
    expect(mountTypeOf(folder, mounts)).toBe(type);
  });
});

describe('isUncPath', () => {
  it.each([
    { folder: '\\\\nas\\share\\bucky', isUnc: true },
    { folder: '\\\\?\\UNC\\nas\\share', isUnc: true },
    { folder: 'C:\\Users\\x', isUnc: false },
    { folder: '\\\\?\\C:\\Users', isUnc: false },
  ])('is $isUnc for $folder', ({ folder, isUnc }) => {
    expect(isUncPath(folder)).toBe(isUnc);
  });
});

describe('findNetworkFileSystem', () => {
  it('finds none under the folder for temporary files of this PC', async () => {
    expect(await findNetworkFileSystem(tmpdir())).toBeNull();
  });
});
