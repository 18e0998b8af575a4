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

/** Ends a session and leads to the login; what is refused from then on, since there is none any more, leads nowhere else. */
export const leaveBy = async (logOut: () => Promise<unknown>): Promise<void> => {
  going = true
  try {
    await logOut()
  } catch (cause) {
    going = false
    throw cause
  }
  window.location.assign('/login')
}
