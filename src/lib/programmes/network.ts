/**
 * What failures are counted by: an IPv4 address, or the /56 of an IPv6 one, which is what a household or an office is
 * given. Text that is no address stands for itself.
 */
export function networkOf(address: string): string {
  const inner = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (inner?.[1]) return inner[1];
  const [bare = ''] = address.split('%');
  if (!bare.includes(':')) return address;
  const [head = '', tail] = bare.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...Array<number>(zeros).fill(0), ...right];
  const [a = 0, b = 0, c = 0, d = 0] = all;
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16) || 0);
}
