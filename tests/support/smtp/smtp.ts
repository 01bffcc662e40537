import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** How a mail server behaves. */
export type SmtpBehaviour = {
  /** 0 or absent: any free one */
  port?: number;
  /** who may hand in mail; absent: anybody */
  login?: { user: string; pass: string };
  /** addresses that do not exist here */
  refuses?: string[];
  /** how many recipients to put off first, as greylisting does */
  defers?: number;
  /** offers STARTTLS with this certificate, and takes passwords only then */
  tls?: { key: string; cert: string };
  /** how many letters to take and die before saying so */
  breaksOff?: number;
};

/** A mail as it came out at the other end. */
export type Post = {
  to: string[];
  from: { name: string; address: string } | null;
  subject: string;
  text: string;
  date: number | null;
  messageId: string;
  /** the last line of each name, as it came in */
  headers: Record<string, string>;
  raw: string;
  /** whether it came in encrypted */
  secure: boolean;
};

export type RunningSmtp = {
  port: number;
  /** everything that came in, in order */
  posts: Post[];
  /** the first mail that fits, now or within 15 seconds */
  next(fits: (post: Post) => boolean): Promise<Post>;
  stop(): Promise<void>;
};

/** Starts a real mail server in a process of its own on a free port of this machine. */
export async function startSmtp(behaviour: SmtpBehaviour = {}): Promise<RunningSmtp> {
  const child = fork(join(import.meta.dirname, 'process.ts'), [JSON.stringify(behaviour)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: []
  });
  const posts: Post[] = [];
  const waiting = new Set<() => void>();
  const port = await new Promise<number>((listening, failed) => {
    child.once('exit', () => failed(new Error('The mail server ended at once.')));
    child.on('message', (told: { port?: number; post?: Post }) => {
      if (told.port) listening(told.port);
      if (!told.post) return;
      posts.push(told.post);
      for (const look of waiting) look();
    });
  });
  return {
    port,
    posts,
    next: (fits) =>
      new Promise((found, failed) => {
        const late = setTimeout(() => {
          waiting.delete(look);
          failed(new Error(`No such mail came; there were: ${posts.map((one) => one.subject).join(', ')}`));
        }, 15_000);
        const look = () => {
          const post = posts.find(fits);
          if (!post) return;
          waiting.delete(look);
          clearTimeout(late);
          found(post);
        };
        waiting.add(look);
        look();
      }),
    stop: () => end(child)
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGKILL');
  await gone;
}
