import type { Actor } from '#lib/access/index.ts';
import type { ProblemCode } from '#lib/kernel/index.ts';
import type { Engine } from '#server/engine.ts';
import type { ErrorWords } from '#server/http/errorWords.ts';

declare global {
  namespace App {
    interface Locals {
      engine: Engine;
      actor: Actor;
    }
    interface Error {
      message: string;
      code: ProblemCode;
      /** what the page says, in the reader's language; without it, that something unexpected happened */
      words?: ErrorWords;
      /** quoted by the person, found in the log */
      id?: string;
    }
    interface PageData {
      /** where this page stands, shown in the header line */
      crumbs?: { href: string; label: string }[];
    }
  }
}

export {};
