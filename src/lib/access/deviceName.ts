import { m } from '#lib/i18n/paraglide/messages.js';
import { readDevice } from './device.ts';

/** "Firefox on Windows", "Windows 上的 Firefox", in the language of the page. */
export function deviceName(device: string | null): string {
  const { browser, system } = readDevice(device);
  if (browser && system) return m.accounts_device({ browser, system });
  return browser || system || m.accounts_device_unknown();
}
