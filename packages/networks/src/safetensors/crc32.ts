const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_zero, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

/** The cyclic redundancy check of gzip and PNG (ISO 3309): it notices every change of one bit, and all but one in 2^32 of other changes. */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) remainder = (remainder >>> 8) ^ TABLE[(remainder ^ bytes[i]!) & 0xff]!;
  return (remainder ^ 0xffffffff) >>> 0;
}
