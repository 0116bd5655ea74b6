import { act, cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CertificatesDialog } from './CertificatesDialog.tsx';
import { FakeCore } from './core.fake.ts';
import { aCertificate, noCertificates } from './network.fake.ts';

const DAY_MS = 86_400_000;
const THEIRS = '-----BEGIN CERTIFICATE-----\nBBBB\n-----END CERTIFICATE-----';
const LOCKED_KEY = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nCCCC\n-----END ENCRYPTED PRIVATE KEY-----';

describe('CertificatesDialog', () => {
  let core: FakeCore;
  const onSay = vi.fn();
  const onCopy = vi.fn();
  const onClose = vi.fn();
  beforeEach(() => {
    core = new FakeCore();
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
    vi.clearAllMocks();
  });

  async function open() {
    render(<CertificatesDialog api={core} station={null} onClose={onClose} onCopy={onCopy} onSay={onSay} />);
    await act(async () => undefined);
  }
  /** The dialog that lies on top. */
  const form = () => within(screen.getAllByRole('dialog').at(-1)!);
  const part = (name: string) => within(screen.getByRole('region', { name, hidden: true }));
  const said = () => onSay.mock.calls.map(([toast]) => (toast as { text: string }).text);
  const press = (name: string | RegExp) => userEvent.click(form().getByRole('button', { name }));
  const paste = async (label: RegExp, text: string) => {
    await userEvent.click(form().getByLabelText(label));
    await userEvent.paste(text);
  };

  it('makes the first certificate of the station, after what was entered wrong was put right', async () => {
    await open();
    expect(part('This station').getByText(/^It has no certificate yet\./)).toBeTruthy();
    await press('Make one…');
    await userEvent.keyboard('Bücky, room 1');
    await userEvent.type(form().getByLabelText(/^Names and addresses/), '192.168.1.20, http://pc');
    await userEvent.clear(form().getByLabelText(/^Years/));
    await userEvent.type(form().getByLabelText(/^Years/), '99');
    await press('Make it');
    expect(form().getByText('Enter 1 to 30 years.')).toBeTruthy();
    expect(form().getByText('“http://pc” is no name or address of a computer.')).toBeTruthy();
    expect(core.inputsOf('certificates.make')).toEqual([]);
    await userEvent.clear(form().getByLabelText(/^Names and addresses/));
    await userEvent.type(form().getByLabelText(/^Names and addresses/), '192.168.1.20, pc.example');
    await userEvent.clear(form().getByLabelText(/^Years/));
    await userEvent.type(form().getByLabelText(/^Years/), '3{Enter}');
    expect(core.inputsOf('certificates.make')).toEqual([
      { commonName: 'Bücky, room 1', hosts: ['192.168.1.20', 'pc.example'], validYears: 3 },
    ]);
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(part('This station').getByText('Bücky, room 1, 192.168.1.20, pc.example')).toBeTruthy();
    expect(said()).toEqual(['The certificate is made and in use. Save it as a file for the other side.']);
  });

  it('shows the fingerprint, and says nothing more of a certificate that is good for years', async () => {
    core.certificates = { ...noCertificates, own: aCertificate() };
    await open();
    expect(part('This station').getByText('AB:CD:EF')).toBeTruthy();
    expect(part('This station').getByText(/^Valid until \d+ \w+ \d{4}$/)).toBeTruthy();
    expect(screen.queryByText(/^Make a new one and give it/)).toBeNull();
  });

  it.each([
    [12.5 * DAY_MS, /^Valid until .*, 12 days from now\.$/],
    [1.5 * DAY_MS, /^Valid until .*, 1 day from now\.$/],
    [3_600_000, /^Valid until .*, less than a day\.$/],
    [-3_600_000, /^Expired on .*\.$/],
  ])('warns of a certificate that ends in %i ms', async (leftMs, words) => {
    core.certificates = { ...noCertificates, own: aCertificate({ validToMs: Date.now() + leftMs }) };
    await open();
    expect(part('This station').getByText(words)).toBeTruthy();
    expect(screen.getByText(/^Make a new one and give it to the devices that trust this one\./)).toBeTruthy();
  });

  it('saves the certificate as a file for the other side, and copies it', async () => {
    core.certificates = { ...noCertificates, own: aCertificate({ name: 'Bücky, room 1' }) };
    const saved: { name: string; blob: Blob }[] = [];
    let blob: Blob | null = null;
    URL.createObjectURL = (given) => {
      blob = given as Blob;
      return 'blob:1';
    };
    URL.revokeObjectURL = () => undefined;
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      if (blob) saved.push({ name: this.download, blob });
    });
    await open();
    await press('Save as a file…');
    expect(saved.map(({ name }) => name)).toEqual(['Bu-cky-room-1.crt']);
    await press('Copy');
    expect(onCopy).toHaveBeenCalledWith(core.certificates.own?.pem);
  });

  it('takes a certificate and a locked key from elsewhere, and asks for the passphrase only then', async () => {
    await open();
    await press('Use one from elsewhere…');
    await press('Use it');
    expect(form().getByText('The private key is missing.')).toBeTruthy();
    await paste(/^Certificate/, THEIRS);
    expect(form().queryByLabelText(/^Passphrase/)).toBeNull();
    await paste(/^Private key/, LOCKED_KEY);
    core.mistakes = [
      { field: 'passphrase', message: 'The passphrase of the private key is missing or wrong.' },
    ];
    await press('Use it');
    expect(form().getByText('The passphrase of the private key is missing or wrong.')).toBeTruthy();
    core.mistakes = [];
    await userEvent.type(form().getByLabelText(/^Passphrase/), 'secret{Enter}');
    expect(core.inputsOf('certificates.import').at(-1)).toEqual({
      certificate: THEIRS,
      privateKey: LOCKED_KEY,
      passphrase: 'secret',
    });
    expect(part('This station').getByText(/^brought/)).toBeTruthy();
  });

  it('trusts a certificate from a file as Windows exports it, and says what a .pfx file is', async () => {
    await open();
    await press('Add a certificate…');
    const file = form().getByLabelText<HTMLInputElement>(/^File: Certificate/);
    await userEvent.upload(file, new File([new Uint8Array([0x30, 1, 2])], 'both.pfx'));
    expect(await form().findByText(/^both\.pfx holds certificate and key in one closed file\./)).toBeTruthy();
    await userEvent.upload(file, new File([new Uint8Array([0x30, 3, 1, 2, 3])], 'archive.cer'));
    await userEvent.type(form().getByLabelText(/^Name, as people/), 'Archive north');
    await press('Trust it');
    expect(core.inputsOf('certificates.trust')).toEqual([
      {
        label: 'Archive north',
        certificate: '-----BEGIN CERTIFICATE-----\nMAMBAgM=\n-----END CERTIFICATE-----\n',
      },
    ]);
    expect(part('Trusted here').getByText('Archive north')).toBeTruthy();
  });

  it('asks before one is trusted no longer, with the focus on the safe button', async () => {
    core.certificates = {
      ...noCertificates,
      trusted: [{ certificateKey: 5, label: 'Archive north', ...aCertificate() }],
    };
    await open();
    await press('Remove Archive north…');
    expect(document.activeElement?.textContent).toContain('Keep it');
    await userEvent.keyboard('{Enter}');
    expect(core.inputsOf('certificates.distrust')).toEqual([]);
    await press('Remove Archive north…');
    await press('Remove it');
    expect(core.inputsOf('certificates.distrust')).toEqual([{ certificateKey: 5 }]);
    expect(part('Trusted here').getByText(/^None yet\./)).toBeTruthy();
  });

  it('opens the encrypted port, and says why it is not open', async () => {
    await open();
    await userEvent.click(screen.getByLabelText(/^Devices may call us/));
    const port = screen.getByLabelText(/^Port/);
    expect(port).toHaveProperty('value', '2762');
    await userEvent.clear(port);
    await userEvent.type(port, '0');
    await press('Switch on');
    expect(screen.getByText('A port is 1 to 65535.')).toBeTruthy();
    await userEvent.clear(port);
    await userEvent.type(port, '2763');
    await userEvent.selectOptions(
      screen.getByLabelText('Encryption'),
      'Also as older devices speak it (less safe)',
    );
    await userEvent.selectOptions(
      screen.getByLabelText('Devices that call'),
      'Must show one that is trusted here',
    );
    await press('Switch on');
    expect(core.inputsOf('certificates.setPort')).toEqual([
      { port: 2763, profile: 'older-devices', clientCertificate: 'required' },
    ]);
    expect(said()).toEqual(['Devices may call over TLS at port 2763.']);
    core.certificates = { ...core.certificates, problem: 'Port 2763 is taken by another program.' };
    await act(async () => {
      core.tell();
    });
    expect(screen.getByText(/^Port 2763 is taken by another program\./)).toBeTruthy();
  });

  it('says why nothing was changed', async () => {
    await open();
    core.failure = { code: 'denied', message: 'That needs another right.' };
    await press('Make one…');
    await userEvent.type(form().getByLabelText(/^Name of this station/), 'A{Enter}');
    expect(form().getByText('That needs another right.')).toBeTruthy();
  });

  it('leaves the form by Esc, then the list', async () => {
    await open();
    await press('Add a certificate…');
    await userEvent.keyboard('{Escape}');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(onClose).not.toHaveBeenCalled();
    await userEvent.keyboard('{Escape}');
    expect(onClose).toHaveBeenCalled();
  });
});
