import { nameVersion, sealVersion, unsealVersion } from './commands.server.ts';
import type { VersionsDeps } from './deps.server.ts';
import { getVersion, listVersions } from './queries.server.ts';
import { restoreText } from './restoreText.server.ts';

export type VersionsRoom = ReturnType<typeof versionsRoom>;

/** The versions room: what its commands and queries promise is said where each is defined. */
export function versionsRoom(deps: VersionsDeps) {
  return {
    nameVersion: nameVersion(deps),
    sealVersion: sealVersion(deps),
    unsealVersion: unsealVersion(deps),
    restoreText: restoreText(deps),
    listVersions: listVersions(deps),
    getVersion: getVersion(deps)
  };
}
