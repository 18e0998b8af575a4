/** Where the login leads nobody back to. */
const NO_PAGE = /^\/(?:login|api|_next)(?:\/|$)/

/**
 * Where somebody was before they had to log in, as a path of this server; '/' for anything else: the address of the login page
 * may have been made by anybody.
 */
export const nextPage = (next: string | null, origin: string): string => {
  if (next === null || !next.startsWith('/') || !URL.canParse(next, origin)) return '/'
  const { origin: theirs, pathname, search, hash } = new URL(next, origin)
  // A path that begins with two slashes names another host once it is read again.
  return theirs === origin && !pathname.startsWith('//') && !NO_PAGE.test(pathname) ? pathname + search + hash : '/'
}

/** The address of the login page that leads back to `page`. */
export const loginPage = (page: string): string => (page === '/' ? '/login' : `/login?next=${encodeURIComponent(page)}`)
