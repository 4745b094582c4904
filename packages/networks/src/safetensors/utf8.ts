/** The part of the runtime that is used: the language's library does not know it. */
const { TextDecoder, TextEncoder } = globalThis as unknown as {
  readonly TextDecoder: new (
    label: 'utf-8',
    options: { readonly fatal: true; readonly ignoreBOM: true },
  ) => {
    decode(bytes: Uint8Array): string;
  };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
};

/** A text as bytes. */
export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes as a text, undefined where they are not UTF-8. A byte order mark is a character like others. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
