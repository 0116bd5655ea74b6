const HTTP_STARTS: readonly string[] = ['GET ', 'POST', 'HEAD', 'PUT ', 'OPTI'];
/** First byte of a TLS handshake record (RFC 8446 section 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Says what a connection that does not start with a PDU seems to speak, so that a person can find the wrong setting. */
export function explainUnknownStart(firstBytes: Buffer): string {
  if (HTTP_STARTS.includes(firstBytes.toString('latin1', 0, 4))) {
    return 'it speaks HTTP, as a web browser does, and this port speaks DICOM';
  }
  if (firstBytes[0] === TLS_HANDSHAKE) return 'it speaks TLS (encrypted), and this port speaks plain DICOM';
  return 'what it sent is no DICOM message';
}
