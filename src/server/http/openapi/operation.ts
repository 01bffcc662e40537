import type * as v from 'valibot';
import type { InstanceAction, ProgrammeAction } from '#lib/access/index.ts';
import type { ProblemCode } from '#lib/kernel/index.ts';

/** Any schema the API takes or gives. */
export type AnySchema = v.GenericSchema;

/** What an operation takes or gives, with an example that a test holds against the schema. */
export type Content = { schema: AnySchema; example: unknown };

/** One thing the API does. Keys of an area's table are method and path as OpenAPI writes it. */
export type Operation = {
  /** unique; what generated clients call it */
  id: string;
  /** one sentence without its full stop */
  summary: string;
  /** what it promises beyond the summary: order, what sending it twice does, what it changes for others */
  description: string;
  /** who may; the same as the route's `_access` note for this method */
  access: InstanceAction | ProgrammeAction | 'anyone';
  /** a JSON body: the very schema its command checks, without what the path says */
  takes?: Content;
  /** parameters after `?`: a strict object, as its query checks them */
  query?: v.StrictObjectSchema<v.ObjectEntries, undefined>;
  /** the JSON of a good answer; without it the answer has no body */
  gives?: Content;
  /** other forms the same answer has, by media type */
  otherForms?: Readonly<Record<string, { description: string; example: string }>>;
  /** of a good answer; 200 with a body and 204 without, unless said otherwise */
  status?: 200 | 201 | 204;
  /** how much comes at once */
  pages?: 'whole' | 'paged';
  /** refusals beyond those that follow from access, path, query and body */
  problems?: readonly ProblemCode[];
};

/** The operations on one kind of thing, with the schemas they speak of by name. */
export type Area = {
  tag: string;
  /** what these things are */
  about: string;
  schemas: Readonly<Record<string, AnySchema>>;
  operations: Readonly<Record<string, Operation>>;
};

/** Pairs a schema with an example of what it accepts. */
export function content<S extends AnySchema>(schema: S, example: v.InferInput<S>): Content {
  return { schema, example };
}
