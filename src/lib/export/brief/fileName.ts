/**
 * The header by which a browser saves an answer under a brief's title: without what any system forbids in a name, for old
 * programs as plain letters, for all others in every script (RFC 6266, RFC 5987).
 */
export function attachmentAs(title: string, extension: string): string {
  const name = `${safeName(title)}.${extension}`;
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  );
  return `attachment; filename="brief.${extension}"; filename*=UTF-8''${encoded}`;
}

// Windows also forbids names of devices, and blanks or dots at the end.
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A title as every system lets a file be called; `brief` when nothing is left of it. */
export function safeName(title: string): string {
  const plain = title
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\\/:*?"<>|\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const short = [...plain]
    .slice(0, 60)
    .join('')
    .replace(/^\.+|[. ]+$/g, '');
  if (short === '') return 'brief';
  return DEVICES.test(short) ? `brief ${short}` : short;
}
