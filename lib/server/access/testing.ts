import type { Asker } from './context'
import { answerAs } from './context'

/** Somebody on this machine, where nobody need log in. */
export const LOCAL: Asker = {
  who: { name: 'local', role: 'admin', via: 'local', from: '127.0.0.1' },
  ...{ from: '127.0.0.1', secure: false, session: null },
}

/** A route's handler, as the gate has it answer for `asker`. */
export const answering =
  <Words extends unknown[], Answer>(handle: (...words: Words) => Answer, asker = LOCAL) =>
  (...words: Words): Answer =>
    answerAs(asker, () => handle(...words))
