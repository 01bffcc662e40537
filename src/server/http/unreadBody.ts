/** Most that is read of a body nobody wanted; who sends more loses the connection. */
const MOST = 1024 * 1024;

/**
 * Reads what a refusal left of a request's body, and throws it away. Left unread, it would hold up the answer to the
 * next request on this connection; cancelled, it would take this answer with it.
 */
export async function discardBody({ body }: Request): Promise<void> {
  if (!body || body.locked) return;
  const reader = body.getReader();
  try {
    for (let size = 0; ;) {
      const { done, value } = await reader.read();
      if (done) return;
      size += value.byteLength;
      if (size > MOST) return await reader.cancel();
    }
  } catch {
    // The sender has gone, or the server's own limit has ended the body: either way nothing is left to read.
  }
}
