import type { Overlay } from '@/lib/model/overlay'
import { healthWord, healthWords } from './fold/words'
import { countHealth } from './graph-folds'
import { plural } from './time'

/** A VNI in the list of all, with how it stands as far as the overlay tells. */
export interface VniEntry {
  vni: number
  members: number
  /** Behind each of its VTEPs as many as the member that knows most of them has entries for. */
  macs: number
  tone: 'ok' | 'warn' | 'bad' | 'idle'
  /** What is wrong, or that nothing is. */
  health: string
}

const RANK = { bad: 0, warn: 1, idle: 2, ok: 3 } as const

const macsByVni = (overlay: Overlay): Map<number, number> => {
  const behind = new Map<string, { vni: number; macs: number }>()
  for (const { vni, to, macs } of overlay.tunnels) {
    const key = `${vni} ${to}`
    const known = behind.get(key)
    if (known === undefined) behind.set(key, { vni, macs })
    else known.macs = Math.max(known.macs, macs)
  }
  const all = new Map<number, number>()
  for (const { vni, macs } of behind.values()) all.set(vni, (all.get(vni) ?? 0) + macs)
  return all
}

/** Every VNI with its members, MACs and health, by number. */
export const listVnis = (overlay: Overlay): VniEntry[] => {
  const nodes = new Map(overlay.nodes.map(node => [node.name, node]))
  const macs = macsByVni(overlay)
  const oneWays = new Map<number, number>()
  for (const { vni, oneWay } of overlay.tunnels) if (oneWay) oneWays.set(vni, (oneWays.get(vni) ?? 0) + 1)
  return overlay.vnis.map(({ vni, members }) => {
    const own = [...new Set(members.map(member => member.node))].flatMap(name => nodes.get(name) ?? [])
    const health = countHealth(own)
    const { tone } = healthWord(health)
    const oneWay = oneWays.get(vni) ?? 0
    const alone = own.length === 1
    const wrong = [
      ...(health.live === own.length ? [] : healthWords({ ...health, live: 0 })),
      ...(alone ? ['a single member'] : []),
      ...(oneWay > 0 ? [`${plural(oneWay, 'tunnel')} one-way`] : []),
    ]
    const worst = RANK[tone] < RANK.warn || (!alone && oneWay === 0) ? tone : 'warn'
    return {
      ...{ vni, members: own.length, macs: macs.get(vni) ?? 0, tone: worst },
      health: wrong.length === 0 ? 'all members live' : wrong.join(', '),
    }
  })
}

/** VNIs that a text means: by their number, from its beginning, or by what is wrong with them. */
export const findVnis = (list: readonly VniEntry[], text: string): readonly VniEntry[] => {
  const part = text.trim().toLowerCase()
  if (part === '') return list
  return list.filter(({ vni, health }) => String(vni).includes(part) || health.toLowerCase().includes(part))
}
