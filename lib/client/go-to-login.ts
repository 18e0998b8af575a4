import { loginPage } from './next-page'

let going = false

/** Leads to the login, and from there back to what is on the screen; once, however many requests were refused. */
export const goToLogin = (): void => {
  if (going || typeof window === 'undefined') return
  const { pathname, search, hash } = window.location
  if (pathname === '/login') return
  going = true
  window.location.assign(loginPage(pathname + search + hash))
}
