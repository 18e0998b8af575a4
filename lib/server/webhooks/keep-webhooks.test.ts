import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { ToldFinding } from '@/lib/model/finding'
import { Webhook } from '@/lib/model/inventory'
import { aToldFinding, SINCE } from '../checks/testing'
import { keepWebhooks, type ToldFile, type Webhooks } from './keep-webhooks'

interface Heard {
  body: unknown
  headers: IncomingHttpHeaders
  method: string | undefined
  path: string | undefined
}

const Generic = z.object({ events: z.array(z.object({ event: z.string(), finding: z.object({ id: z.string() }) })) })

let server: Server
let heard: Heard[]
/** What the receiver answers; `null`: nothing, ever. */
let answer: (index: number) => { status: number; headers?: Record<string, string> } | null
let webhooks: Webhooks[]
/** It stands in the inventory. */
let named: boolean
let findings: ToldFinding[]
let clock: number
let reports: string[]
let kept: ToldFile | null

beforeEach(async () => {
  ;[heard, webhooks, findings, reports, kept, named] = [[], [], [], [], null, true]
  answer = () => ({ status: 200 })
  clock = Date.parse(SINCE)
  server = createServer((request, response) => {
    let text = ''
    request.on('data', chunk => {
      text += chunk
    })
    request.on('end', () => {
      const { headers, method, url } = request
      const told = answer(heard.length)
      heard.push({ body: JSON.parse(text), headers, method, path: url })
      if (told) response.writeHead(told.status, told.headers).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await Promise.all(webhooks.map(each => each.stop()))
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const port = (): number => {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

const begin = async (over: object = {}, env: Record<string, string> = {}): Promise<Webhooks> => {
  const hook = Webhook.parse({ url: `http://127.0.0.1:${port()}/s3cret`, ...over })
  const kind = await keepWebhooks({
    ...{ hooks: () => (named ? [hook] : []), findings: () => findings, now: () => clock, lookEveryMs: 5 },
    file: {
      read: async () => kept,
      write: async told => {
        kept = told
      },
    },
    ...{ env, baseDir: '/', home: '/', sent: () => {} },
    report: message => reports.push(message),
    failure: cause => reports.push(String(cause)),
  })
  webhooks.push(kind)
  return kind
}

const untilHeard = (count: number) => vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(count), 20_000)
/** The answer has come to whoever told: time may pass. */
const untilTaken = (status: Webhooks['status']) => vi.waitFor(() => expect(status()[0]?.sentAt).toBe(clock), 20_000)
/** Time passes as far as webhooks know, a second each time somebody looks. */
const passing = (count: number) =>
  vi.waitFor(
    () => {
      clock += 1000
      expect(heard.length).toBeGreaterThanOrEqual(count)
    },
    { timeout: 20_000, interval: 10 },
  )

const ids = ({ body }: Heard): string[] =>
  Generic.parse(body).events.map(({ event, finding }) => `${event} ${finding.id}`)

describe('a webhook', () => {
  it('is sent many findings in one request, as JSON, with the secret from where it stands', async () => {
    findings = [aToldFinding('a'), aToldFinding('b')]
    const hooks = await begin({ headersEnv: { Authorization: 'HOOK' } }, { HOOK: 'Bearer x' })
    await untilHeard(1)
    const [first] = heard
    expect(first).toMatchObject({ method: 'POST', path: '/s3cret', headers: { authorization: 'Bearer x' } })
    expect(first && ids(first)).toEqual(['findingOpened a', 'findingOpened b'])
    await untilTaken(hooks.status)
    clock += 130_000
    findings = [aToldFinding('b')]
    await untilHeard(2)
    expect(heard[1] && ids(heard[1])).toEqual(['findingClosed a'])
  })

  it('that answers 500 is tried again, less and less often, and shows that it fails', async () => {
    answer = index => ({ status: index < 3 ? 500 : 200 })
    findings = [aToldFinding('a')]
    const hooks = await begin()
    await untilHeard(1)
    await vi.waitFor(() => expect(hooks.status()[0]?.error?.message).toBe('it answered 500'), 20_000)
    const asked = [clock]
    for (const count of [2, 3, 4]) {
      await passing(count)
      asked.push(clock)
    }
    await vi.waitFor(() => expect(hooks.status()[0]?.error).toBeNull(), 20_000)
    const [first = 0, second = 0, third = 0, fourth = 0] = asked
    expect(second - first).toBeGreaterThanOrEqual(2000)
    expect(third - second).toBeGreaterThanOrEqual(4000)
    expect(fourth - third).toBeGreaterThanOrEqual(8000)
    expect(reports.join('\n')).toMatch(/^The webhook 127\.0\.0\.1:\d+ fails: it answered 500\..*\n.* again\.$/)
    expect(reports.join()).not.toContain('s3cret')
  })

  it('that never answers holds nothing up, and is given up when the server stops', async () => {
    answer = () => null
    findings = [aToldFinding('a')]
    const hooks = await begin()
    await untilHeard(1)
    await hooks.stop()
    expect(heard).toHaveLength(1)
  })

  it('that refuses is not asked again for minutes', async () => {
    answer = () => ({ status: 404 })
    findings = [aToldFinding('a')]
    const hooks = await begin()
    await untilHeard(1)
    await vi.waitFor(() => expect(hooks.status()[0]?.error).not.toBeNull(), 20_000)
    const failedAt = clock
    await passing(2)
    expect(clock - failedAt).toBeGreaterThanOrEqual(300_000)
  })

  it('goes nowhere else: a redirect is a failure', async () => {
    answer = () => ({ status: 307, headers: { location: `http://127.0.0.1:${port()}/elsewhere` } })
    findings = [aToldFinding('a')]
    const hooks = await begin()
    await vi.waitFor(() => expect(hooks.status()[0]?.error?.message).toBe('it answered 307'), 20_000)
    expect(heard.map(({ path }) => path)).toEqual(['/s3cret'])
  })

  it('without the value of its header is not sent at all', async () => {
    findings = [aToldFinding('a')]
    const hooks = await begin({ headersEnv: { Authorization: 'HOOK' } })
    await vi.waitFor(
      () => expect(hooks.status()[0]?.error?.message).toBe('no value of the header Authorization in HOOK'),
      20_000,
    )
    expect(heard).toEqual([])
  })

  it('is not told after a restart what it was told before', async () => {
    findings = [aToldFinding('a')]
    const first = await begin()
    await vi.waitFor(() => expect(kept).not.toBeNull(), 20_000)
    await first.stop()
    expect(JSON.stringify(kept)).not.toContain('s3cret')
    findings = [aToldFinding('a'), aToldFinding('b')]
    await begin()
    await untilHeard(2)
    expect(heard[1] && ids(heard[1])).toEqual(['findingOpened b'])
  })

  it('that is taken out of the inventory and comes again is told what stands then', async () => {
    findings = [aToldFinding('a')]
    const first = await begin()
    await vi.waitFor(() => expect(kept).not.toBeNull(), 20_000)
    await first.stop()
    const { status } = await begin()
    await vi.waitFor(() => expect(status()).toHaveLength(1), 20_000)
    named = false
    await vi.waitFor(() => expect(status()).toEqual([]), 20_000)
    named = true
    await untilHeard(2)
    expect(heard[1] && ids(heard[1])).toEqual(['findingOpened a'])
  })

  it('of Alertmanager is told what stands again and again, with an end ahead', async () => {
    findings = [aToldFinding('a')]
    const { status } = await begin({ format: 'alertmanager' })
    await untilHeard(1)
    const alert = {
      labels: {
        alertname: 'mtuPeers',
        finding: 'a',
        severity: 'error',
        subject: 'node:r1',
        node: 'r1',
        source: 'vxscope',
      },
      annotations: { summary: 'a is wrong.', fix: 'r1: sudo ip link set vx42 up' },
      startsAt: SINCE,
    }
    expect(heard[0]?.body).toEqual([{ ...alert, endsAt: '2026-11-22T12:04:00.000Z' }])
    await untilTaken(status)
    clock += 61_000
    await untilHeard(2)
    expect(heard[1]?.body).toEqual([{ ...alert, endsAt: '2026-11-22T12:05:01.000Z' }])
    await untilTaken(status)
    clock += 120_000
    findings = []
    await untilHeard(3)
    expect(heard[2]?.body).toEqual([{ ...alert, endsAt: '2026-11-22T12:03:01.000Z' }])
  })
})
