import { useEffect, useMemo, useRef } from 'react'
import type { Overlay } from '@/lib/model/overlay'
import { type Fold, unitsBetween } from './fold/fold'
import { listenToStream } from './live-stream'
import { pulsesOf } from './pulses'
import { useMoment } from './use-moment'

/** How long a pulse is on its way, with the light that it leaves. */
export const PULSE_MS = 1_100
/** Where more than so many come in a second they are no longer seen as single ones, and none is shown. */
const A_SECOND = 8

/** A pulse that is being shown; `key` is new with each. */
export interface Running {
  from: string
  key: number
}

/** Pulses under way, by the id of their edge: the last one of each. An edge hears of its own alone. */
export interface Pulses {
  of: (edge: string) => Running | null
  subscribe: (changed: () => void) => () => void
}

export const NO_PULSES: Pulses = { of: () => null, subscribe: () => () => undefined }

const pairOf = (start: string, end: string): [string, string] => [start, end]

const createPulses = () => {
  const running = new Map<string, Running>()
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  return {
    running,
    tell,
    of: (edge: string) => running.get(edge) ?? null,
    subscribe: (changed: () => void) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}

/** Pulses of what is learned, on the edges that are drawn for it. None where the past is shown. */
export const usePulses = (overlay: Overlay | undefined, vni: number | null, fold: Fold | null): Pulses => {
  const pulses = useMemo(createPulses, [])
  const past = useMoment() !== null
  const known = useRef({ overlay, vni, fold })
  useEffect(() => {
    known.current = { overlay, vni, fold }
  }, [overlay, vni, fold])
  useEffect(() => {
    if (past) return
    let count = 0
    const lately: number[] = []
    const isTooMuch = (): boolean => {
      const at = performance.now()
      lately.push(at)
      while ((lately[0] ?? at) < at - 1_000) lately.shift()
      return lately.length > A_SECOND
    }
    const timers = new Set<ReturnType<typeof setTimeout>>()
    const end = (begun: ReadonlyMap<string, Running>): void => {
      for (const [edge, { key }] of begun) if (pulses.running.get(edge)?.key === key) pulses.running.delete(edge)
      pulses.tell()
    }
    const stop = listenToStream(messages => {
      const now = known.current
      if (now.overlay === undefined || document.visibilityState !== 'visible') return
      const endsOf = (start: string, to: string): [string, string][] => {
        const between = now.fold === null ? pairOf(start, to) : unitsBetween(now.fold, start, to)
        return between === null ? [] : [between]
      }
      const begun = new Map<string, Running>()
      for (const message of messages) {
        if (message.type !== 'happened' || (message.event.kind !== 'learned' && message.event.kind !== 'moved'))
          continue
        if (isTooMuch()) continue
        for (const { edge, from } of pulsesOf(message.event, now.overlay, now.vni, endsOf)) {
          count += 1
          begun.set(edge, { from, key: count })
        }
      }
      if (begun.size === 0) return
      for (const [edge, pulse] of begun) pulses.running.set(edge, pulse)
      pulses.tell()
      const timer = setTimeout(() => {
        timers.delete(timer)
        end(begun)
      }, PULSE_MS)
      timers.add(timer)
    })
    return () => {
      stop()
      for (const timer of timers) clearTimeout(timer)
      pulses.running.clear()
      pulses.tell()
    }
  }, [pulses, past])
  return pulses
}
