import * as v from 'valibot';

/** What `next` of a paged answer says. */
export const next = v.nullable(
  v.pipe(v.number(), v.integer(), v.description('Goes into `after` for the following page; null at the end.'))
);

/** What `previous` of an answer says that can be read backwards. */
export const previous = v.nullable(
  v.pipe(
    v.number(),
    v.integer(),
    v.description('Goes into `before` for the page before; null at the beginning.')
  )
);
