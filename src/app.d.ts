import type { Actor } from '#lib/access/index.ts';
import type { ProblemCode } from '#lib/kernel/index.ts';
import type { Engine } from '#server/engine.ts';

declare global {
  namespace App {
    interface Locals {
      engine: Engine;
      actor: Actor;
    }
    interface Error {
      message: string;
      code: ProblemCode;
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
