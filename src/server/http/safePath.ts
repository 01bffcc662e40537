/**
 * A path of this site out of a form or query, for a redirect; anything that could lead elsewhere becomes `/`.
 * Refused are other sites, `//host`, `/\host` and control characters that browsers drop.
 */
export function safePath(wanted: unknown, otherwise = '/'): string {
  // eslint-disable-next-line no-control-regex
  if (typeof wanted !== 'string' || !/^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/u.test(wanted)) return otherwise;
  const base = 'http://here.invalid';
  if (!URL.canParse(wanted, base)) return otherwise;
  const url = new URL(wanted, base);
  // "/.//host" is fine as text but its path is "//host" once the dots are resolved.
  if (url.origin !== base || url.pathname.startsWith('//')) return otherwise;
  return url.pathname + url.search + url.hash;
}
