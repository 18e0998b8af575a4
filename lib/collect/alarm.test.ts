import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createAlarm } from './alarm'

describe('createAlarm', () => {
  it('rings at the earliest moment that was asked for', async () => {
    const alarm = createAlarm(Date.now, new AbortController().signal)
    const rang = alarm.wait()
    alarm.set(Date.now() + 60_000)
    alarm.set(Date.now())
    expect(await rang).toBe(true)
  })

  it('is ended by its signal, and leaves nothing there: it lives as long as many alarms', async () => {
    const controller = new AbortController()
    for (let each = 0; each < 3; each++) {
      const alarm = createAlarm(Date.now, controller.signal)
      alarm.set(Date.now())
      await alarm.wait()
    }
    expect(getEventListeners(controller.signal, 'abort')).toEqual([])
    const ended = createAlarm(Date.now, controller.signal).wait()
    controller.abort()
    expect(await ended).toBe(false)
  })
})
