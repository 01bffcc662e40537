import { areas } from './areas.ts';
import { shared } from './shared.ts';
import type { AnySchema } from './operation.ts';

/** Every schema that has a name in the document. */
export const named: Readonly<Record<string, AnySchema>> = Object.assign(
  {},
  shared,
  ...areas.map(({ schemas }) => schemas)
);
