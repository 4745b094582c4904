import { maskedCrc32c } from './crc32c.ts';

/** One record of a TFRecord file: length, its checksum, the content, its checksum; all little-endian. */
export function encodeRecord(content: Uint8Array): Uint8Array {
  const record = Buffer.alloc(16 + content.length);
  record.writeBigUInt64LE(BigInt(content.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(content, 12);
  record.writeUInt32LE(maskedCrc32c(content), 12 + content.length);
  return record;
}
