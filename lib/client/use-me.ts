import useSWR from 'swr'
import { MeAnswer, mayAs, type Role } from '@/lib/model/access'
import { type ApiFault, asChange, fetchAnswer, sendChange } from './fetcher'
import { leaveBy } from './go-to-login'
import { LIVE } from './use-api'

const ME_URL = '/api/v1/me'
/** Somebody's role may be changed while they look. */
const AGAIN_MS = 60_000

const useMeAnswer = () =>
  useSWR<MeAnswer, ApiFault>(ME_URL, (url: string) => fetchAnswer(MeAnswer, url), {
    ...LIVE,
    refreshInterval: AGAIN_MS,
    // Who isn't logged in doesn't become so by waiting.
    shouldRetryOnError: ({ status }: ApiFault) => status !== 401,
  })

/** Who one is; `undefined` until that is known. */
export const useMe = (): MeAnswer | undefined => useMeAnswer().data

/** Why it isn't known who one is; `undefined` where it is, or is still asked for. */
export const useMeFault = (): ApiFault | undefined => {
  const { data, error } = useMeAnswer()
  return data === undefined ? error : undefined
}

/** Whether one may do what needs a role: nothing is offered before that is known. */
export const useMay = (role: Role): boolean => {
  const me = useMe()
  return me !== undefined && mayAs(me.role, role)
}

/** Why something isn't offered, as a line for people; `null` where it is, or nothing is known yet. */
export const useWhyNot = (role: Role): string | null => {
  const me = useMe()
  return me === undefined || mayAs(me.role, role) ? null : `This needs the role ${role}; you are ${me.role}.`
}

/** Begins a session. Throws `ApiFault`. */
export const logIn = (name: string, password: string): Promise<MeAnswer> =>
  sendChange(MeAnswer, '/api/v1/login', asChange('POST', { name, password }))

/** Ends the session, and leads to the login. Throws `ApiFault`. */
export const logOut = (): Promise<void> => leaveBy(() => sendChange(MeAnswer, '/api/v1/logout', asChange('POST')))
