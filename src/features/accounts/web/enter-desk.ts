/** Where to go after signing in: a page of the desk, never another site. */
export const nextPath = (next: string | null): string =>
  next !== null && /^\/(?![/\\])/.test(next) ? next : '/';

/** A full load: nothing of whoever was here before stays in memory. */
export const enterDesk = (path: string): void => location.assign(`/desk${path}`);
