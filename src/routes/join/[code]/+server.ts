import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Whoever puts the code behind the address finds it filled in: nothing is looked up before they send it. */
export const GET: RequestHandler = ({ params }) => {
  redirect(303, `/join?code=${encodeURIComponent(params.code)}`);
};
