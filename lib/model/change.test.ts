import { describe, expect, it } from 'vitest'
import { aCreate } from '@/lib/change/testing'
import { parseChange } from './change'

describe('a change from outside', () => {
  const problems = (node: object) => {
    const parsed = parseChange({ nodes: [{ node: 'n1', action: 'create', name: 'vxlan1', vni: 1, ...node }] })
    return parsed.ok ? [] : parsed.error.fields.map(({ node: name, field }) => `${name} ${field}`)
  }
  it.each([
    [{ vni: 16_777_216 }, 'vni'],
    [{ vni: '42' }, 'vni'],
    [{ group: '10.0.0.1' }, 'group'],
    [{ remotes: ['239.1.1.1'] }, 'remotes.0'],
    [{ remotes: ['10.0.0.1', '10.0.0.1'] }, 'remotes'],
    [{ name: 'vxlan-of-16-chars' }, 'name'],
    [{ name: 'a b' }, 'name'],
    [{ name: '$(reboot)' }, 'name'],
    [{ name: '-x' }, 'name'],
    [{ name: 'lo' }, 'name'],
    [{ addresses: ['10.0.0.1'] }, 'addresses.0'],
    [{ addresses: ['10.0.0.1/0'] }, 'addresses.0'],
    [{ description: 'a\nb' }, 'description'],
    [{ description: 'x'.repeat(10_000) }, 'description'],
    [{ ttl: 256 }, 'ttl'],
    [{ tos: -1 }, 'tos'],
    [{ df: 'yes' }, 'df'],
    [{ frobnicate: 1 }, 'frobnicate'],
  ])('a value out of its bounds is refused at its field: %#', (node, field) => {
    expect(problems(node)).toEqual([`n1 ${field}`])
  })

  it('names a node once', () => {
    const parsed = parseChange({ nodes: [aCreate(), aCreate({ name: 'vxlan2' })] })
    expect(parsed.ok ? null : parsed.error.fields).toMatchObject([{ node: 'n1', field: 'node' }])
  })

  it('never has a refused value in its message', () => {
    const parsed = parseChange({
      nodes: [{ node: 'n1', action: 'create', name: 'SECRET;;', vni: 'SECRET', description: '\nSECRET' }],
    })
    expect(JSON.stringify(parsed)).not.toContain('SECRET')
  })
})
