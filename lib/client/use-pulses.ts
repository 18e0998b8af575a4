import { useEffect, useRef, useState } from 'react'
import type { Overlay } from '@/lib/model/overlay'
import { listenToStream } from './live-stream'
import { pulsesOf } from './pulses'
import { useMoment } from './use-moment'

/** How long a pulse is on its way, with the light that it leaves. */
export const PULSE_MS = 1_100

/** A pulse that is being shown; `key` is new with each. */
export interface Running {
  from: string
  key: number
}

const NONE: ReadonlyMap<string, Running> = new Map()

/** Pulses under way, by the id of their edge: the last one of each. None where the past is shown. */
export const usePulses = (overlay: Overlay | undefined, vni: number | null): ReadonlyMap<string, Running> => {
  const [running, setRunning] = useState(NONE)
  const past = useMoment() !== null
  const known = useRef({ overlay, vni })
  useEffect(() => {
    known.current = { overlay, vni }
  }, [overlay, vni])
  useEffect(() => {
    if (past) return
    let count = 0
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const end = (keys: ReadonlySet<number>): void =>
      setRunning(all => new Map([...all].filter(([, pulse]) => !keys.has(pulse.key))))
    const stop = listenToStream(messages => {
      const now = known.current
      if (now.overlay === undefined || document.visibilityState !== 'visible') return
      const begun = new Map<string, Running>()
      for (const message of messages) {
        if (message.type !== 'happened') continue
        for (const { edge, from } of pulsesOf(message.event, now.overlay, now.vni)) {
          count += 1
          begun.set(edge, { from, key: count })
        }
      }
      if (begun.size === 0) return
      setRunning(all => new Map([...all, ...begun]))
      const keys = new Set([...begun.values()].map(({ key }) => key))
      const timer = setTimeout(() => {
        timers.delete(timer)
        end(keys)
      }, PULSE_MS)
      timers.add(timer)
    })
    return () => {
      stop()
      for (const timer of timers) clearTimeout(timer)
      setRunning(NONE)
    }
  }, [past])
  return running
}
