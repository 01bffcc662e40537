/**
 * What is counted by where it comes from is counted by this, everywhere: an IPv4 address, however it is written, or the
 * /56 of an IPv6 one, which is what a household or an office is given (whoever has a /64 has 2^64 addresses). Text that
 * is no address stands for itself.
 */
export function networkOf(address: string): string {
  const inner = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (inner?.[1]) return inner[1];
  const [bare = ''] = address.replace(/(?<=:)(\d+)\.(\d+)\.(\d+)\.(\d+)/, asGroups).split('%');
  if (!bare.includes(':')) return address;
  const [head = '', tail] = bare.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const all = [...left, ...Array<number>(zeros).fill(0), ...right];
  const [a = 0, b = 0, c = 0, d = 0, e = 0, mapped = 0, high = 0, low = 0] = all;
  if (mapped === 0xffff && [a, b, c, d, e].every((group) => group === 0))
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16) || 0);
}

const asGroups = (_: string, ...parts: string[]) => {
  const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};
