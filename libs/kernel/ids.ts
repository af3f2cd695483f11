/** A UUIDv7 (RFC 9562 §5.7): sorts by creation time, so that indexes grow at one end. */
export function newId(milliseconds: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = milliseconds / 2 ** 40;
  bytes[1] = milliseconds / 2 ** 32;
  bytes[2] = milliseconds / 2 ** 24;
  bytes[3] = milliseconds / 2 ** 16;
  bytes[4] = milliseconds / 2 ** 8;
  bytes[5] = milliseconds;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
