import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a PostgreSQL server on which packets can begin to vanish, as with a host that is gone. */
export type LossyLine = {
  /** of the same database, over this line */
  url: string;
  /** from now on nothing gets through, and nobody is told, not even that somebody has hung up */
  fallSilent(): void;
  /** from now on newcomers hear nothing; whoever is connected goes on */
  ignoreNewcomers(): void;
  /** new connections get through again; those that were open are lost for ever, and PostgreSQL does not know */
  speakAgain(): void;
  /** how often somebody has connected */
  connections(): number;
  close(): Promise<void>;
};

/** Lays one in front of the server of this URL. */
export async function openLossyLine(url: string): Promise<LossyLine> {
  const [target, ours] = [new URL(url), new URL(url)];
  const sockets = new Set<Socket>();
  const isLost = new WeakSet<Socket>();
  let [isSilent, connections] = [false, 0];
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => void sockets.delete(socket));
  };
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (data) => void (isLost.has(from) || to.write(data)));
    from.on('close', () => void (isLost.has(from) || to.destroy()));
  };
  const server = createServer((client) => {
    connections++;
    keep(client);
    if (isSilent) return void (isLost.add(client), client.resume());
    const upstream = connect(Number(target.port), target.hostname);
    keep(upstream);
    pass(client, upstream);
    pass(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ours.port = String((server.address() as AddressInfo).port);
  return {
    url: ours.href,
    fallSilent() {
      isSilent = true;
      for (const socket of sockets) isLost.add(socket);
    },
    ignoreNewcomers: () => void (isSilent = true),
    speakAgain: () => void (isSilent = false),
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    }
  };
}
