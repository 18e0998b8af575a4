import { describe, expect, it } from 'vitest'
import { ChannelSlots } from './channel-slots'

describe('ChannelSlots', () => {
  it('makes the one too many wait until a slot is given back', async () => {
    const slots = new ChannelSlots(1)
    const release = await slots.acquire(0)
    const waiting = slots.acquire(60_000)
    release?.()
    expect(await waiting).toBeTypeOf('function')
  })

  it('stops waiting when the time is over', async () => {
    const slots = new ChannelSlots(1)
    await slots.acquire(0)
    expect(await slots.acquire(1)).toBeNull()
  })

  it('takes fewer after a refusal beside others, and none off the last', async () => {
    const slots = new ChannelSlots(8)
    const first = await slots.acquire(0)
    const refused = await slots.acquire(0)
    expect(slots.shrink()).toBe(true)
    refused?.()
    expect(await slots.acquire(1)).toBeNull()
    first?.()
    await slots.acquire(0)
    expect(slots.shrink()).toBe(false)
  })
})
