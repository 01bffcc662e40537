import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A pass between browsers and the server that counts what is held open. */
export type CountingProxy = {
  /** the address at a name or number of this machine */
  url(host?: string): string;
  /** live streams that are open now */
  streams(): number;
  /** the most live streams that were open at once, for longer than it takes to change one for another */
  mostStreams(): number;
  /** Cuts every connection, as a network does. */
  cut(): void;
  close(): Promise<void>;
};

// The old connection's end and the new one's beginning come by different ways.
const A_MOMENT = 250;

/**
 * Passes bytes on and looks at the requests on their way: a connection counts as a live stream from `GET /live?…` until
 * its answer ends or it closes. Listens on every address of this machine.
 */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const { port, hostname } = new URL(target);
  const streams = new Set<Socket>();
  const sockets = new Set<Socket>();
  let most = 0;
  const server = createServer((browser) => {
    const upstream = connect(Number(port), hostname);
    sockets.add(browser).add(upstream);
    browser.on('data', (bytes) => {
      const request = /^(?:GET|POST) (\S+) HTTP\/1\.1\r\n/.exec(bytes.toString('latin1'))?.[1];
      if (request === undefined) return;
      if (request.startsWith('/live?')) streams.add(browser);
      else streams.delete(browser);
      setTimeout(() => (most = Math.max(most, streams.size)), A_MOMENT);
    });
    // A stream that the server has ended leaves its connection open for the next request.
    upstream.on('data', (bytes) => {
      if (bytes.subarray(-5).toString('latin1') === '0\r\n\r\n') streams.delete(browser);
    });
    browser.pipe(upstream).pipe(browser);
    for (const socket of [browser, upstream]) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        streams.delete(browser);
        sockets.delete(socket);
        browser.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '0.0.0.0', listening));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: (host = '127.0.0.1') => `http://${host}:${own}`,
    streams: () => streams.size,
    mostStreams: () => most,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      await closed;
    }
  };
}
