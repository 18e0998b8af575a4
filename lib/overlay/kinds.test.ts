import { describe, expect, it } from 'vitest'
import { fdbKind, tunnelKind } from './kinds'
import { aFloodEntry, anEntry } from './testing'

const MAC = '02:00:00:00:0b:01'
const kind = (state: string, flags: string[] = ['self'], iproute2: string | null = '6.1.0') =>
  fdbKind(anEntry(MAC, '10.0.0.2', { state, flags }), true, iproute2)

describe('fdbKind', () => {
  it.each(['', 'reachable', 'stale', 'state=0x10'])('takes the state %j for learned', state =>
    expect(kind(state)).toBe('learned'),
  )

  it('takes permanent and static for what they say', () => {
    expect([kind('permanent'), kind('static')]).toEqual(['permanent', 'static'])
  })

  it('takes external learning for extern, whatever the state', () => {
    expect([kind('', ['self', 'extern_learn']), kind('permanent', ['self', 'extern_learn'])]).toEqual([
      'extern',
      'extern',
    ])
  })

  it('reads the word of each release for external learning', () => {
    expect(kind('', ['self', 'external'], 'ss150210')).toBe('extern')
    expect(kind('', ['self', 'offload'], 'ss170501')).toBe('extern')
    expect(kind('', ['self', 'offload'], 'ss170905')).toBe('learned')
    expect(kind('', ['self', 'offload'], '6.1.0')).toBe('learned')
    expect(kind('', ['self', 'offload'], null)).toBe('learned')
  })

  it('takes the all-zero MAC for flood in a VXLAN device, and nowhere else', () => {
    expect(fdbKind(aFloodEntry('10.0.0.2'), true, null)).toBe('flood')
    expect(fdbKind(aFloodEntry(null, { nhid: 7 }), true, null)).toBe('flood')
    expect(fdbKind(aFloodEntry(null), false, null)).toBe('permanent')
  })
})

describe('tunnelKind', () => {
  it('takes permanent entries for static', () => expect(tunnelKind('permanent', false)).toBe('static'))
  it('takes the all-zero entry of the configured remote for that', () => {
    expect([tunnelKind('flood', true), tunnelKind('flood', false)]).toEqual(['remote', 'flood'])
  })
})
