import { describe, expect, it } from 'vitest'
import { createLineFeed } from './line-feed'

const line = (at: number): string =>
  `02:00:00:00:${(at >> 8).toString(16).padStart(2, '0')}:${(at & 255).toString(16).padStart(2, '0')} dev vxlan0 dst 10.0.0.1 self static`

const feed = () => {
  const heard = { macs: [] as string[], times: [] as number[], more: [] as boolean[], tooMany: 0 }
  let now = 0
  const made = createLineFeed(
    {
      onLines: (lines, more) => {
        heard.more.push(more)
        heard.macs.push(...lines.map(({ entry }) => entry.mac))
        heard.times.push(...lines.map(({ at }) => at))
      },
      onUnread: () => {},
      onTooMany: () => heard.tooMany++,
    },
    () => ++now,
  )
  return { heard, ...made }
}

describe('createLineFeed', () => {
  it('hands on all lines in their order, with the moments they came at', async () => {
    const { heard, take, drained } = feed()
    for (let at = 0; at < 1_000; at++) take(line(at))
    await drained()
    expect(heard.macs).toEqual(Array.from({ length: 1_000 }, (_, at) => line(at).slice(0, 17)))
    expect(heard.times).toEqual(Array.from({ length: 1_000 }, (_, at) => at + 1))
  })

  it('says of all but the last that more is to come, though the last may tell nothing', async () => {
    const { heard, take, drained } = feed()
    for (let at = 0; at < 1_000; at++) take(at < 800 ? line(at) : '')
    await drained()
    expect(heard.more.length).toBeGreaterThan(1)
    expect(heard.more.indexOf(false)).toBe(heard.more.length - 1)
  })

  it('drops what waits where more comes than can be taken, says so, and goes on', async () => {
    const { heard, take, drained } = feed()
    for (let at = 0; at <= 10_000; at++) take(line(at))
    expect(heard.tooMany).toBe(1)
    take(line(7))
    await drained()
    expect(heard.macs).toEqual([line(7).slice(0, 17)])
  })
})
