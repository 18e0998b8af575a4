import { readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from './openapi'

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ responses: z.record(z.string(), z.unknown()) }))),
})
const { paths: PATHS } = Document.parse(openApi())

const ROUTES = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('route.ts') && !file.includes('[['))
  .map(file => `/${dirname(file)}`.replaceAll(/\[(\w+)\]/g, '{$1}'))

const FILE = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))

const OPERATIONS = Object.entries(PATHS).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ path, method, responses: operation.responses })),
)

describe('openApi', () => {
  it.each(OPERATIONS.filter(({ method }) => method !== 'get'))(
    '$method $path may be no JSON, too large or wrong',
    op => {
      expect(Object.keys(op.responses)).toEqual(expect.arrayContaining(['400', '401', '403', '413', '422', '503']))
    },
  )

  it.each(OPERATIONS.filter(({ path }) => path.startsWith('/api/')))('$method $path may have a wrong parameter', op => {
    expect(op.responses).toHaveProperty('400')
  })

  it.each(ROUTES)('describes %s', route => expect(PATHS).toHaveProperty([route]))

  it('is what docs/openapi.json says (`npm run openapi` writes it anew)', () => {
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(openApi())
  })

  it('describes each resource with an answer that its schemas define', () => {
    const text = JSON.stringify(openApi())
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(openApi()).toHaveProperty(['components', 'schemas', name ?? ''])
    }
  })
})
