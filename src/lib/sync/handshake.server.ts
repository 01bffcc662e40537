import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { parseDocumentName } from './index.ts';
import { closeCodes, maxFrameBytes } from './protocol.ts';

/** What a request to open a connection asks for. */
export type Asked = { id: string; epoch: number; wantsAcks: boolean; hasToken: boolean };

const PREFIX = '/collab/';

/**
 * @param path the document's path, where the request's own is longer
 * @returns what is asked for, or null when the path is not a document's
 */
export function readRequest(request: IncomingMessage, path?: string): Asked | null {
  const url = URL.parse(request.url ?? '', 'http://local');
  const pathname = path ?? url?.pathname;
  if (!url || !pathname?.startsWith(PREFIX)) return null;
  const name = parseDocumentName(pathname.slice(PREFIX.length));
  if (!name) return null;
  const hasToken = url.searchParams.has('token') || request.headers.authorization !== undefined;
  return { ...name, wantsAcks: url.searchParams.get('ack') === '1', hasToken };
}

/** HTTP answers given instead of an upgrade. */
export type EarlyStatus = 400 | 403 | 404 | 429 | 503;

/** Refuses before the upgrade, for those no WebSocket client has to understand. */
export function refuseUpgrade(socket: Duplex, status: EarlyStatus): void {
  const reason = {
    400: 'Bad Request',
    403: 'Forbidden',
    404: 'Not Found',
    429: 'Too Many Requests',
    503: 'Service Unavailable'
  }[status];
  const retry = status === 429 || status === 503 ? 'Retry-After: 2\r\n' : '';
  if (socket.writable)
    socket.write(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n${retry}\r\n`);
  socket.destroy();
}

// ws closes broken or oversized frames with 1002, 1007 and 1009; a stock client would send the same again for ever.
class CollabSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) super.close(closeCodes.tooLarge, reason);
    else if (code === 1002 || code === 1007) super.close(closeCodes.malformed, reason);
    else super.close(code, reason);
  }
}

/** The part of `ws` that turns a request into a socket: no compression, bounded frames. */
export function createUpgrader(): (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer
) => Promise<WebSocket | null> {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
    WebSocket: CollabSocket
  });
  return (request, socket, head) =>
    new Promise((resolve) => {
      if (socket.destroyed) return resolve(null);
      socket.once('close', () => resolve(null));
      server.handleUpgrade(request, socket, head, (ws) => {
        ws.on('error', () => undefined);
        resolve(ws);
      });
    });
}
