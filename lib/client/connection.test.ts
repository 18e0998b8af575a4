import { describe, expect, it } from 'vitest'
import { connectionOf, STALE_AFTER_MS } from './connection'
import { aNode } from './testing'
import { formatClock } from './time'

const now = '2026-11-22T14:02:11.000Z'
const at = Date.parse(now)
const noServer = { code: 'noServer', message: 'No answer.', hint: 'Wait.' }
const nodes = [aNode('vyos01'), aNode('vyos02')]

describe('connectionOf', () => {
  it('is connecting before the first answer', () => {
    expect(connectionOf(undefined, undefined, null)).toMatchObject({ tone: 'idle', text: 'connecting', stale: false })
  })

  it('says that there is no server', () => {
    expect(connectionOf(undefined, noServer, null)).toMatchObject({ tone: 'bad', text: 'no server' })
  })

  it('counts the nodes that answer', () => {
    expect(connectionOf({ nodes, now }, undefined, at)).toMatchObject({ tone: 'ok', text: 'live · 2 of 2 nodes' })
  })

  it('names the nodes that are not read, and counts none of them', () => {
    const error = { code: 'auth' as const, message: 'refused', hint: 'Look.' }
    const some = [aNode('vyos01'), aNode('old', { status: 'refused', state: 'stale', error })]
    expect(connectionOf({ nodes: some, now }, undefined, at)).toMatchObject({
      tone: 'warn',
      text: '1 of 2 nodes · live',
      detail: 'Not read: old.',
    })
  })

  it('counts no node that is connected and yet can not be read', () => {
    const error = { code: 'commandMissing' as const, message: 'no ip command', hint: 'Install it.' }
    const some = [aNode('vyos01'), aNode('bare', { status: 'connected', state: 'unknown', error })]
    expect(connectionOf({ nodes: some, now }, undefined, at).text).toBe('1 of 2 nodes · live')
  })

  it('is stale since the last answer once a request fails', () => {
    expect(connectionOf({ nodes, now }, noServer, at + 3_000)).toMatchObject({
      stale: true,
      text: `no server, stale since ${formatClock(at)}`,
    })
  })

  it('is stale when no answer came for long, without any error', () => {
    expect(connectionOf({ nodes, now }, undefined, at + STALE_AFTER_MS + 1).stale).toBe(true)
  })

  it('says that the inventory is empty', () => {
    expect(connectionOf({ nodes: [], now }, undefined, at).text).toBe('live · no nodes')
  })

  it('is connecting while no node has answered', () => {
    const waiting = [aNode('vyos01', { status: 'connecting', state: 'unknown' })]
    expect(connectionOf({ nodes: waiting, now }, undefined, at).text).toBe('connecting · 0 of 1 node')
  })

  it.each([
    ['off', 'polling · 2 of 2 nodes'],
    ['catchingUp', 'catching up · 2 of 2 nodes'],
    ['live', 'live · 2 of 2 nodes'],
  ] as const)('says how it is kept up: %s', (phase, text) => {
    expect(connectionOf({ nodes, now }, undefined, at, phase).text).toBe(text)
  })
})
