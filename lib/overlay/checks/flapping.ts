import { type Check, findingId } from './check'
import { macTwice } from './mac-twice'
import { rowLine } from './witness'

export const flappingMac: Check = {
  id: 'flappingMac',
  severity: 'warning',
  over: 'mac',
  means: 'A MAC that goes to and fro is at two places, or in a loop.',
  how: 'It moved as often within as short a time as the inventory’s `flapping` says (RFC 7432 §15.1: 5 times in 180 s).',
  find: (ground, key) => {
    const flap = ground.flaps.get(key)
    if (!flap || !ground.isLive(flap.node) || ground.reached(flap.last + flap.within)) return []
    const rows = ground.rowsOfMac(key).filter(({ node, moves }) => node === flap.node && moves > 0)
    return [
      {
        subject: `mac:${key}`,
        verdict: `${flap.mac} goes to and fro on ${flap.node}: two hosts have it, or there is a loop.`,
        evidence: rows.flatMap(row => rowLine(ground, row)),
        because: [findingId(macTwice.id, `mac:${key}`)],
      },
    ]
  },
}
