const browsers: readonly [name: string, sign: RegExp][] = [
  ['LINE', /\bLine\//],
  ['Facebook', /\bFB(AN|AV)\b/],
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\/|\bOPT\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//]
];

const systems: readonly [name: string, sign: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMacintosh\b/],
  ['Linux', /\bLinux\b|\bX11\b/]
];

/**
 * What a session is known by to its owner, from a user agent: `Firefox/Windows`. A part that cannot be told is empty.
 * @returns null when neither can
 */
export function deviceOf(userAgent: string | null): string | null {
  const told = (userAgent ?? '').slice(0, 1000);
  const name = (table: typeof browsers) => table.find(([, sign]) => sign.test(told))?.[0] ?? '';
  const device = `${name(browsers)}/${name(systems)}`;
  return device === '/' ? null : device;
}

/** Reads {@link deviceOf}. */
export function readDevice(device: string | null): { browser: string; system: string } {
  const [browser = '', system = ''] = (device ?? '').split('/');
  return { browser, system };
}
