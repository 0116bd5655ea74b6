import { describe, expect, it } from 'vitest';
import { stationAddresses } from './station.ts';

const anInterface = (address: string, internal = false) => ({
  address,
  internal,
  family: 'IPv4' as const,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: null,
});

describe('stationAddresses', () => {
  it('puts the address that a modality in the clinic can reach first', () => {
    const interfaces = {
      lo: [anInterface('127.0.0.1', true)],
      docker0: [anInterface('172.17.0.1')],
      eth1: [anInterface('203.0.113.5')],
      eth0: [anInterface('192.168.1.20')],
    };
    expect(stationAddresses('0.0.0.0', interfaces)).toEqual(['192.168.1.20', '203.0.113.5', '172.17.0.1']);
  });

  it('names only the address that the listener is bound to', () => {
    expect(stationAddresses('127.0.0.1', { eth0: [anInterface('192.168.1.20')] })).toEqual(['127.0.0.1']);
  });

  it('names loopback on a PC without a network', () => {
    expect(stationAddresses('0.0.0.0', {})).toEqual(['127.0.0.1']);
  });
});
