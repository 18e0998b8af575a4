import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { describedNeed, neededFor } from './rights'

describe('what a request needs', () => {
  it.each([
    ['GET', '/', 'viewer'],
    ['GET', '/nodes/leaf1', 'viewer'],
    ['GET', '/api/v1/overlay', 'viewer'],
    ['HEAD', '/api/v1/overlay', 'viewer'],
    ['GET', '/metrics', 'viewer'],
    ['GET', '/whatever/comes', 'viewer'],
    ['GET', '/api/v1/audit', 'operator'],
    ['GET', '/api/v1/vxlan/changes', 'operator'],
    ['GET', '/api/v1/vxlan/changes/0123', 'operator'],
    ['GET', '/api/v1/import/ssh-config', 'admin'],
    ['POST', '/api/v1/vxlan/plan', 'operator'],
    ['PUT', '/api/v1/nodes/leaf1', 'admin'],
    ['POST', '/api/v1/nodes/leaf1/trust', 'admin'],
    ['POST', '/api/v1/login', 'anybody'],
    ['GET', '/login', 'anybody'],
    ['GET', '/healthz', 'anybody'],
    ['GET', '/icon.svg', 'anybody'],
    ['GET', '/favicon.ico', 'anybody'],
    ['GET', '/_next/static/chunks/0a-b_c.~1.js', 'anybody'],
  ])('%s %s: %s', (method, target, needs) => expect(neededFor(method, target)).toBe(needs))

  it.each([
    ['POST', '/'],
    ['POST', '/login'],
    ['POST', '/api/v1/overlay'],
    ['POST', '/api/v1/a-route-that-nobody-described'],
    ['PATCH', '/api/v1/nodes/leaf1'],
    ['OPTIONS', '/api/v1/nodes'],
    ['TRACE', '/'],
    ['post', '/api/v1/login'],
    ['DELETE', '/api/v1/nodes/'],
    ['DELETE', '/api/v1/nodes/a/b'],
    ['POST', '/API/v1/login'],
    ['POST', '/api/v1/%6cogin'],
  ])('%s %s is nobody’s', (method, target) => expect(neededFor(method, target)).toBeNull())

  it.each([
    '/_next/static',
    '/_next/static/',
    '/_next/static/../server/app/page.js',
    '/_next/static/./x',
    '/_next/static/%2e%2e/x',
    '/_next/static/..%2fx',
    '/_next/static/a%2f..%2f..%2fb',
    '/_next/static/a\\..\\b',
    '/_next/static//x',
    '/_next/Static/x.js',
    '/_next/image',
    '//_next/static/x.js',
    '/icon.svg/',
    '/favicon.ico/',
    '/faviconXico',
    '/login/',
    '/Login',
    '/login;x',
    '/healthz/x',
  ])('%s needs a login', target => expect(neededFor('GET', target)).toBe('viewer'))
})

/** Route handlers, and the methods each has. */
const ROUTES = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('route.ts'))
  .map(file => ({ path: `/${path.dirname(file)}`, text: readFileSync(path.join('app', file), 'utf8') }))
  .filter(route => !route.path.includes('[['))

const CHANGING = ROUTES.flatMap(({ path: at, text }) =>
  ['POST', 'PUT', 'DELETE', 'PATCH']
    .filter(method => text.includes(`export const ${method} `))
    .map(method => ({ at: at.replaceAll(/\[(\w+)\]/g, '{$1}'), method, text })),
)

describe('every changing route', () => {
  it('is found', () => expect(CHANGING.length).toBeGreaterThan(8))

  it.each(CHANGING)('$method $at is described with who may', ({ at, method }) => {
    expect(describedNeed(method, at)).not.toBeNull()
  })

  it.each(CHANGING)('$method $at asks for the role that is described', ({ at, method, text }) => {
    const handler = text.slice(text.indexOf(`export const ${method} `)).split('\nexport ', 1)[0] ?? ''
    const named = /role: '(\w+)'/.exec(handler)?.[1]
    // A handler that leaves it to a verb of lib is walked by the server's own test.
    if (named !== undefined) expect(describedNeed(method, at)).toBe(named)
  })
})
