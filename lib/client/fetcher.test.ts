import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type ApiFault, asChange, createConditionalFetch, request } from './fetcher'

const Answer = z.object({ revision: z.string() })

const serve = (...answers: Response[]) => {
  const asked: (string | undefined)[] = []
  vi.stubGlobal('fetch', async (_url: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(headers['if-none-match'])
    return answers.shift() ?? new Response(null, { status: 500 })
  })
  return asked
}
const ok = (revision: string) => Response.json({ revision }, { headers: { etag: `W/"${revision}"` } })

afterEach(() => vi.unstubAllGlobals())

describe('request', () => {
  it.each([
    ['what is read is asked for again', {}, /tries again every few seconds/],
    ['a change is not', asChange('POST'), /Try again when it is back/],
  ])('says where no server answers that %s', async (_, init, hint) => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    const fault: ApiFault = await request('/x', init).catch(cause => cause)
    expect(fault.error).toMatchObject({ code: 'noServer', hint: expect.stringMatching(hint) })
  })
})

describe('createConditionalFetch', () => {
  it('gives the same answer where nothing has changed', async () => {
    const asked = serve(ok('a-1'), new Response(null, { status: 304 }), ok('a-2'))
    const get = createConditionalFetch(Answer)
    const first = await get('/x')
    expect(await get('/x')).toBe(first)
    expect(await get('/x')).toEqual({ revision: 'a-2' })
    expect(asked).toEqual([undefined, 'W/"a-1"', 'W/"a-1"'])
  })

  it('asks for another address without what it knows of this one', async () => {
    const asked = serve(ok('a-1'), ok('b-1'))
    const get = createConditionalFetch(Answer)
    await get('/x')
    expect(await get('/y')).toEqual({ revision: 'b-1' })
    expect(asked).toEqual([undefined, undefined])
  })
})
