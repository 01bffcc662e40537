export { liveHub, type LiveHub, type LiveHubDeps, type Wanted } from './hub.server.ts';
export { bytesOf, message, refusalStream, sharedPiece, streamHeaders } from './eventStream.server.ts';
export type { Feed, LiveTopic } from './feed.server.ts';
