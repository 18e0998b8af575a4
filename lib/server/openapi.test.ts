import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openApi } from './openapi'

const FILE = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))

describe('openApi', () => {
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
