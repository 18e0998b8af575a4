import { LoginRequest, MeAnswer } from '@/lib/model/access'
import { AuditAnswer, AuditQuery } from '@/lib/model/audit'
import type { Operation } from './operation'

/** Who asks, and who did what. */
export const ACCESS_OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/login',
    method: 'post',
    role: 'anybody',
    summary: 'Log in',
    description:
      'Begins a session: a signed cookie, HttpOnly and SameSite=Strict, sent with https alone where the server is opened by https. Programs need none: they send `Authorization: Bearer` with a token. After some failures one has to wait (429, `retry-after`).',
    body: LoginRequest,
    answer: MeAnswer,
    answerName: 'MeAnswer',
    refusals: [429],
  },
  {
    path: '/api/v1/logout',
    method: 'post',
    role: 'viewer',
    summary: 'Log out',
    description: 'Ends the session, and what is open for it.',
    answer: MeAnswer,
    answerName: 'MeAnswer',
  },
  {
    path: '/api/v1/me',
    summary: 'Who one is, and what one may',
    description:
      'viewer reads; operator applies changes, probes, captures and silences; admin changes the inventory and trusts keys. On a loopback address without any users everybody is admin, by name of `local`.',
    answer: MeAnswer,
    answerName: 'MeAnswer',
  },
  {
    path: '/api/v1/audit',
    role: 'operator',
    summary: 'Who did what',
    description:
      'Newest first, a page at a time; all that is given must hold. `since` is inclusive, `until` exclusive. Entries are never changed, and kept for `access.auditDays` of the inventory. `format=csv` and `format=json` give a file of all that match.',
    answer: AuditAnswer,
    answerName: 'AuditAnswer',
    query: AuditQuery,
    csv: true,
  },
]
