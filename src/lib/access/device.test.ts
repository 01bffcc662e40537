import { expect, test } from 'vitest';
import { deviceOf, readDevice } from './device.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0', 'Firefox/Windows'],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Chrome/142.0.0.0 Safari/537.36`,
    'Chrome/macOS'
  ],
  [`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/142.0 Safari/537.36 Edg/142.0`, 'Edge/Windows'],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) ${webkit} Version/19.0 Mobile/15E148 Safari/604.1`,
    'Safari/iPhone'
  ],
  [
    `Mozilla/5.0 (Linux; Android 16; SM-S9) ${webkit} SamsungBrowser/29.0 Chrome/140 Safari/537.36`,
    'Samsung Internet/Android'
  ],
  [
    `Mozilla/5.0 (Linux; Android 16) ${webkit} Version/4.0 Chrome/142 Mobile Safari/537.36 Line/15.2.1`,
    'LINE/Android'
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/142.0 Safari/537.36`, 'Chrome/Linux'],
  ['SomethingNew/1.0 (Windows NT 12)', '/Windows'],
  ['curl/8.5.0', null],
  ['', null],
  [null, null]
])('%s is known as %s', (agent, device) => {
  expect(deviceOf(agent)).toBe(device);
});

test('a part that could not be told is empty', () => {
  expect(readDevice('/Windows')).toEqual({ browser: '', system: 'Windows' });
  expect(readDevice(null)).toEqual({ browser: '', system: '' });
});
