import { describe, expect, it } from 'vitest'
import { buildOverlay } from '@/lib/overlay'
import { anEntry, aSeedNode } from '@/lib/overlay/testing'
import { trace } from '@/lib/overlay/trace/testing'
import { knownEnds } from './trace-ends'
import { parseTraced } from './trace-path'
import { byNode, noAnswerWords, sentWords, traceHref, verdictWords, whyWords } from './trace-words'

const NOBODY = '02:00:00:00:00:01'
const nodes = [aSeedNode('a', '10.0.2.1'), aSeedNode('b', '10.0.2.2')]

describe('a verdict in words', () => {
  it('says how it leaves, and that nobody is known to have it', () => {
    const found = trace(nodes, { from: 'a', to: NOBODY })
    expect([verdictWords(found), whyWords(found), sentWords(found)]).toEqual([
      { tone: 'warn', text: 'Flooded to 239.1.1.1' },
      `Where ${NOBODY} is, no node has told.`,
      'Flooded to 239.1.1.1',
    ])
  })

  it('of a broadcast is good, and names who takes it', () => {
    const found = trace(nodes, { from: 'a', to: 'ff:ff:ff:ff:ff:ff' })
    expect([verdictWords(found), whyWords(found), noAnswerWords(found)]).toEqual([
      { tone: 'ok', text: 'Flooded to 239.1.1.1' },
      'It goes to everybody: b takes it.',
      'Whether anybody answers what goes to everybody is not the overlay’s to decide.',
    ])
  })

  it('of what stays says why', () => {
    const found = trace(nodes, { from: 'a', to: 'a' })
    expect([verdictWords(found), whyWords(found)]).toEqual([
      { tone: 'ok', text: 'Nothing leaves the node' },
      'It is a itself: nothing leaves it.',
    ])
  })

  it('says why not', () => {
    const found = trace(nodes, { from: 'a', to: NOBODY, vni: 7 })
    expect([verdictWords(found).tone, whyWords(found)]).toEqual(['bad', 'a has no device in VNI 7.'])
  })

  it('says what isn’t known', () => {
    const error = { code: 'unreachable' as const, message: '', hint: '' }
    const found = trace([aSeedNode('a', '10.0.2.1', [], { status: 'unreachable', error })], { from: 'a', to: NOBODY })
    expect([verdictWords(found).tone, whyWords(found)]).toEqual([
      'warn',
      'a isn’t read now: by what it sends isn’t known.',
    ])
  })

  it('keeps steps together by their node', () => {
    const { hops } = trace(nodes, { from: 'a', to: NOBODY })
    expect(byNode(hops).map(({ node, hops: own }) => [node, own.length])).toEqual([
      ['a', 4],
      ['', 1],
    ])
  })
})

describe('a trace in an address', () => {
  it('is its ends and VNI', () => {
    expect(traceHref({ from: 'a', vni: 42, to: NOBODY })).toBe(`/trace?from=a&vni=42&to=${NOBODY}`)
    expect(traceHref({ vni: null, to: 'b' })).toBe('/trace?to=b')
  })

  it.each([
    ['ubuntu>10.0.1.254', { from: 'ubuntu', to: '10.0.1.254' }],
    ['>b', null],
    ['a>', null],
    [null, null],
  ])('%j on the graph', (text, ends) => expect(parseTraced(text)).toEqual(ends))
})

describe('what an end may be', () => {
  const { overlay, fdb } = buildOverlay([
    aSeedNode('a10', '10.0.2.1', [anEntry('02:00:00:00:00:a1', '10.0.2.2')]),
    aSeedNode('ba10', '10.0.2.2'),
  ])
  const textsOf = (typed: string, vni = 42) => knownEnds(typed, overlay, fdb, vni).map(({ text }) => text)

  it('is what is known in the VNI, what begins so first', () => {
    expect(textsOf('a1')).toEqual(['a10', 'ba10', '02:00:00:00:00:a1'])
    expect(textsOf('a1', 7)).toEqual(['02:00:00:00:00:a1'])
  })

  it('is neither a flood entry nor what has been typed already', () => {
    expect(textsOf('00:00:00:00:00:00')).toEqual([])
    expect(textsOf('ba10')).toEqual([])
  })
})
