/** Whether a value is JSON (or absent) no deeper than `maxDepth`, with ordinary prototypes and no bytes or big numbers. */
export function isPlainJson(value: unknown, maxDepth: number): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || maxDepth <= 0) return false;
  if (Array.isArray(value)) return value.every((entry) => isPlainJson(entry, maxDepth - 1));
  // A "__proto__" key on the wire becomes the prototype of what was decoded.
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((entry) => isPlainJson(entry, maxDepth - 1));
}
