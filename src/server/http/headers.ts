/** Adds the headers every answer carries. Pages are private to the reader unless a route says otherwise. */
export function securityHeaders(url: URL, headers: Headers): void {
  set(headers, 'x-content-type-options', 'nosniff');
  set(headers, 'x-frame-options', 'DENY');
  set(headers, 'cross-origin-opener-policy', 'same-origin');
  set(headers, 'permissions-policy', 'camera=(), microphone=(), geolocation=()');
  set(headers, 'cache-control', 'private, no-store');
  // Invitation and set-up links are secrets: they must not travel on in a Referer.
  set(headers, 'referrer-policy', /^\/(j|setup)\//.test(url.pathname) ? 'no-referrer' : 'same-origin');
}

function set(headers: Headers, name: string, value: string) {
  if (!headers.has(name)) headers.set(name, value);
}
