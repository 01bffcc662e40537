/** How long a connection over HTTP requests waits for what, in ms. */
export type HttpPace = {
  /** the first bytes of a stream arrive within this, or something keeps them */
  firstBytes: number;
  /** an open stream, or an answer that has begun, is never silent longer */
  silence: number;
  /** an answer to a poll begins within this */
  poll: number;
  /** any other request is answered within this */
  answer: number;
  /** from the first failure until the connection is given up */
  patience: number;
  /** at least between two requests that send */
  gather: number;
  /** between two glances of a window that may not hold a request */
  glance: number;
};

/** For people's browsers; tests are quicker. */
export const defaultPace: HttpPace = {
  firstBytes: 2500,
  silence: 12_000,
  poll: 35_000,
  answer: 15_000,
  patience: 4000,
  gather: 50,
  glance: 1500
};
