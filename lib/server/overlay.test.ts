import { describe, expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import type { Tunnel } from '@/lib/model/overlay'
import { answerOverlay, answerTunnel } from './overlay'
import { NO_DELTA } from './stream/testing'

const TUNNEL: Tunnel = {
  id: 'tunnel:42:red/10.0.2.1>red/10.0.2.254',
  vni: 42,
  from: 'vtep:red/10.0.2.1',
  to: 'vtep:red/10.0.2.254',
  kinds: ['learned'],
  macs: 1,
  oneWay: false,
  state: 'live',
  nodes: ['ubuntu'],
  evidence: [
    {
      kind: 'learned',
      node: 'ubuntu',
      command: 'bridge fdb show',
      text: '86:24:26:b2:11:5c dev vxlan0 dst 10.0.2.254 self',
      rendered: false,
      readAt: '2026-11-22T12:00:00.000Z',
    },
  ],
}

const aBus = () => {
  const bus = createBus('abc', 0)
  const publish = (tunnels: Tunnel[]) =>
    bus.publish({
      ...{ at: 0, fdb: [], readings: new Map(), delta: NO_DELTA, events: [] },
      overlay: { nodes: [], vteps: [], vnis: [], groups: [], tunnels },
    })
  publish([TUNNEL])
  const past = { ok: false, error: { code: 'cannotOpen', message: 'None.', hint: 'None.' } } as const
  const ask = (query: string, tag?: string) =>
    answerOverlay(
      new Request(
        `http://localhost/api/v1/overlay${query}`,
        tag === undefined ? {} : { headers: { 'if-none-match': tag } },
      ),
      { bus, past },
    )
  const askTunnel = (id: string) => answerTunnel(new Request('http://localhost/api/v1/tunnels/x'), { bus, past }, id)
  return { publish, ask, askTunnel }
}

describe('GET /overlay', () => {
  it('has the lines of each tunnel unless they are not wanted', async () => {
    const { ask } = aBus()
    expect((await (await ask('')).json()).tunnels).toEqual([TUNNEL])
    expect((await (await ask('?evidence=none')).json()).tunnels).toEqual([{ ...TUNNEL, evidence: [] }])
    expect((await ask('?evidence=some')).status).toBe(400)
  })

  it('compares weakly what one has, and takes * for anything', async () => {
    const { ask } = aBus()
    const tag = (await ask('')).headers.get('etag') ?? ''
    for (const sent of [tag, tag.slice(2), `"x", ${tag}`, '*']) expect((await ask('', sent)).status, sent).toBe(304)
    for (const sent of ['', '"x"', tag.slice(3, -1)]) expect((await ask('', sent)).status, sent).toBe(200)
  })

  it('says 304 to who has it, until something changes', async () => {
    const { ask, publish } = aBus()
    const tag = (await ask('?evidence=none')).headers.get('etag') ?? ''
    expect((await ask('?evidence=none', tag)).status).toBe(304)
    expect((await ask('', tag)).status).toBe(200)
    publish([])
    expect((await ask('?evidence=none', tag)).status).toBe(200)
  })
})

describe('GET /tunnels/{id}', () => {
  it('has the lines of the one', async () => {
    const response = await aBus().askTunnel(TUNNEL.id)
    expect(await response.json()).toMatchObject({ revision: 'abc-1', tunnel: TUNNEL })
  })

  it('knows none of another name', async () => {
    expect((await aBus().askTunnel('tunnel:42:a>b')).status).toBe(404)
  })
})
