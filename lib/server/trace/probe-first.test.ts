import { describe, expect, it } from 'vitest'
import type { Role } from '@/lib/model/access'
import type { EvidenceLine, Step } from '@/lib/model/probe'
import { fail, ok } from '@/lib/model/result'
import { answering, LOCAL } from '../access/testing'
import type { Evidence } from '../evidence/evidence'
import { probeFirst } from './probe-first'

const step = (id: string, ms: number): Step => ({
  ...{ id, ms, plusMinus: 1, frame: null, taught: null, after: null, toldMs: null },
  text: `step ${id}`,
})
const LINES: EvidenceLine[] = [
  { line: 'step', step: step('b', 9) },
  { line: 'step', step: step('a', 5) },
  { line: 'sent', ms: 10, answered: true, error: null },
  { line: 'step', step: step('b', 2) },
]

const PAIR = { from: 'n1', vni: 42, to: '10.0.1.2' }
const asked: string[] = []
const sends: Pick<Evidence, 'probe'> = {
  probe: (request, who) => {
    asked.push(`${who.name} ${request.from} ${request.vni} ${request.to}`)
    return ok(
      (async function* () {
        yield* LINES
      })(),
    )
  },
}
const switchedOff: Pick<Evidence, 'probe'> = {
  probe: () =>
    fail({ code: 'notSwitchedOn', message: 'Probing is not switched on.', hint: 'Switch it on.', fields: [] }),
}

const probe = (role: Role, evidence = sends, pair = PAIR) => {
  const who = { name: 'ana', role, via: 'session', from: null } as const
  return answering(probeFirst, { ...LOCAL, who })(pair, evidence, new AbortController().signal)
}
const refusal = async (...words: Parameters<typeof probe>) => {
  const probed = await probe(...words)
  return probed.ok ? probed.value : { status: probed.error.status, body: await probed.error.json() }
}

describe('a trace with a probe', () => {
  it('tells what the probe showed, in order, each step as it was told last', async () => {
    expect(await probe('operator')).toEqual(ok({ answered: true, steps: [step('b', 2), step('a', 5)] }))
    expect(asked.splice(0)).toEqual(['ana n1 42 10.0.1.2'])
  })

  it('sends nothing for who may not, nor from or to what can not', async () => {
    expect(await refusal('viewer')).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } })
    const invalid = { status: 422, body: { error: { code: 'invalid' }, fields: [{ field: 'to' }] } }
    expect(await refusal('operator', sends, { ...PAIR, to: '02:00:00:00:00:01' })).toMatchObject(invalid)
    expect(asked).toEqual([])
  })

  it('is refused where a probe is', async () => {
    expect(await refusal('operator', switchedOff)).toMatchObject({
      status: 409,
      body: { error: { code: 'notSwitchedOn' } },
    })
  })
})
