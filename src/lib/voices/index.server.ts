import type { VoicesDeps } from './deps.server.ts';
import { readDeleters, readVoices } from './readVoices.server.ts';

export type VoicesRoom = ReturnType<typeof voicesRoom>;

/** The voices room: who said what. What its queries promise is said where each is defined. */
export function voicesRoom(deps: VoicesDeps) {
  return { voices: readVoices(deps), deleters: readDeleters(deps) };
}
