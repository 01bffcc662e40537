import manifest from '../../package.json' with { type: 'json' };

/** This program's version, as archives name who wrote them. */
export const version: string = manifest.version;
