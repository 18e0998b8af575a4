import { describe, expect, it } from 'vitest'
import { parseInventory } from './parse-inventory'
import { withDefaults } from './with-defaults'

const merged = (text: string) => {
  const result = parseInventory(text, 'vxscope.yaml')
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'))
  return withDefaults(result.value)
}

describe('withDefaults', () => {
  it('gives each node what it does not say itself', () => {
    expect(merged('defaults: { user: vyos, port: 2222 }\nnodes: [{ name: a }, { name: b, user: ops }]')).toEqual([
      { name: 'a', user: 'vyos', port: 2222 },
      { name: 'b', user: 'ops', port: 2222 },
    ])
  })

  it('lets a node have one source of its password: its own', () => {
    expect(merged('defaults: { passwordEnv: PW }\nnodes: [{ name: a }, { name: b, passwordFile: pw }]')).toEqual([
      { name: 'a', passwordEnv: 'PW' },
      { name: 'b', passwordFile: 'pw' },
    ])
  })

  it('reaches no bastion over itself, nor what it is reached over', () => {
    const text =
      'defaults: { proxyJump: bastion }\nnodes: [{ name: a }, { name: bastion, proxyJump: edge }, { name: edge }]'
    expect(merged(text)).toEqual([
      { name: 'a', proxyJump: 'bastion' },
      { name: 'bastion', proxyJump: 'edge' },
      { name: 'edge' },
    ])
  })
})
