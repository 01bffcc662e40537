/** Adds the headers every answer carries. Pages are private to the reader unless a route says otherwise. */
export function securityHeaders(url: URL, headers: Headers): void {
  set(headers, 'x-content-type-options', 'nosniff');
  set(headers, 'x-frame-options', 'DENY');
  set(headers, 'cross-origin-opener-policy', 'same-origin');
  set(headers, 'permissions-policy', 'camera=(), microphone=(), geolocation=()');
  set(headers, 'cache-control', 'private, no-store');
  // Invitation, set-up and mailed links are secrets: their path must not travel on in a Referer. Not `no-referrer`: browsers then
  // post plain forms with `Origin: null`, and joining without JavaScript would look like a foreign write.
  set(
    headers,
    'referrer-policy',
    /^\/(j|setup|reset-password|confirm-email)\//.test(url.pathname) ? 'strict-origin' : 'same-origin'
  );
}

function set(headers: Headers, name: string, value: string) {
  if (!headers.has(name)) headers.set(name, value);
}
