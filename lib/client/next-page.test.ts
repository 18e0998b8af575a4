import { describe, expect, it } from 'vitest'
import { loginPage, nextPage } from './next-page'

const ORIGIN = 'http://127.0.0.1:3000'

describe('nextPage', () => {
  it.each(['/', '/fdb?q=vni%3A42&sort=-mac', '/nodes/leaf1?test=1#raw', '/?sel=node:vyos01'])(
    'leads back to %s',
    page => {
      expect(nextPage(page, ORIGIN)).toBe(page)
      const led = new URL(loginPage(page), ORIGIN)
      expect(nextPage(led.searchParams.get('next'), ORIGIN)).toBe(page)
    },
  )

  it.each([
    [null],
    [''],
    ['fdb'],
    ['//evil.example/'],
    ['/\\evil.example/'],
    ['\\\\evil.example/'],
    ['/\t/evil.example/'],
    ['/\n/evil.example'],
    ['/.//evil.example/'],
    ['/x/..//evil.example/'],
    ['/%2e//evil.example/'],
    ['https://evil.example/'],
    ['http:evil.example'],
    ['javascript:alert(1)'],
    ['/login?next=/login'],
    ['/api/v1/logout'],
    ['/_next/static/x.js'],
  ])('leads nobody to %j', next => expect(nextPage(next, ORIGIN)).toBe('/'))
})
