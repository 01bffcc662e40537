/** How much one connection, person, address or document may ask of the server. Sizes in bytes, times in ms. */
export type Limits = {
  /** a turn starts this long after the first frame, so that others can share its commit */
  gatherMs: number;
  /** checking stops for this turn after that long; the rest waits for the next one */
  turnMs: number;
  structsPerFrame: number;
  /** pieces of living content one frame may delete */
  deletesPerFrame: number;
  /**
   * Work of finding places and cutting runs, in steps of about 0.1 µs: for one frame; for a document over its whole
   * life; and what a frame may take even when the document has used up its share
   */
  stepsPerFrame: number;
  stepsPerDocument: number;
  freeSteps: number;
  /** new Yjs client ids one frame may bring, and one person in an hour */
  idsPerFrame: number;
  idsPerHour: number;
  /** how much longer a client's state vector may be than the document's own */
  stateVectorBytes: number;
  /** stored state of one document */
  documentBytes: number;
  /** the stored state is measured at most this often; in between it is estimated */
  measureMs: number;
  heldFrames: number;
  heldBytes: number;
  heldMs: number;
  /** frames and bytes one connection may send; above it the server reads more slowly */
  framesPerSecond: number;
  frameBurst: number;
  bytesPerMinute: number;
  joinsPerMinute: number;
  joinBurst: number;
  /** unsent bytes after which a slow reader is cut off */
  bufferedBytes: number;
  presenceBytes: number;
  presenceTickMs: number;
  /** silence after which a keep-alive is sent; y-websocket gives up after 30 s */
  pingMs: number;
  deadMs: number;
  /** over HTTP: how long one request may listen, how often an open one shows that it is, and how many bytes it brings */
  holdMs: number;
  beatMs: number;
  holdBytes: number;
  /** rights are asked again at least this often */
  recheckMs: number;
  socketsPerPerson: number;
  socketsPerAddress: number;
  handshakes: number;
  /** how long a document stays in memory after the last socket left */
  lingerMs: number;
  /** rows after which a snapshot is taken */
  snapshotRows: number;
  /** refused so often for forged frames within `strikeMs`, an account waits that long before it may join again */
  strikes: number;
  strikeMs: number;
  /** pause between probes while storage refuses writes */
  probeMs: number;
};

export const defaultLimits: Limits = {
  gatherMs: 2,
  turnMs: 20,
  structsPerFrame: 20_000,
  deletesPerFrame: 100_000,
  stepsPerFrame: 100_000,
  stepsPerDocument: 5_000_000,
  freeSteps: 200,
  idsPerFrame: 64,
  idsPerHour: 256,
  stateVectorBytes: 64 * 1024,
  documentBytes: 10 * 1024 * 1024,
  measureMs: 1000,
  heldFrames: 200,
  heldBytes: 256 * 1024,
  heldMs: 30_000,
  framesPerSecond: 60,
  frameBurst: 240,
  bytesPerMinute: 5 * 1024 * 1024,
  joinsPerMinute: 20,
  joinBurst: 10,
  bufferedBytes: 4 * 1024 * 1024,
  presenceBytes: 2048,
  presenceTickMs: 60,
  pingMs: 20_000,
  deadMs: 45_000,
  holdMs: 20_000,
  beatMs: 5000,
  holdBytes: 256 * 1024,
  recheckMs: 300_000,
  socketsPerPerson: 60,
  socketsPerAddress: 2000,
  handshakes: 1000,
  lingerMs: 5000,
  snapshotRows: 500,
  strikes: 3,
  strikeMs: 60_000,
  probeMs: 1000
};
