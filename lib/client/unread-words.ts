import type { Overlay } from '@/lib/model/overlay'
import { plural } from './time'

type Known = Pick<Overlay, 'nodes' | 'vnis'>

interface Note {
  title: string
  text: string
}

/** That nodes which answer have no VXLAN device; `null` where some have, or none answers. */
export const noDeviceNote = ({ nodes, vnis }: Known): Note | null => {
  const live = nodes.filter(({ state }) => state === 'live').length
  if (vnis.length > 0 || live === 0) return null
  return {
    title: `No VXLAN device on ${plural(live, 'node')}`,
    text:
      live === nodes.length
        ? 'They answer, and “ip -d link show type vxlan” shows nothing on them.'
        : `They answer, and “ip -d link show type vxlan” shows nothing on them. ${plural(nodes.length - live, 'other')} can’t be read.`,
  }
}

/** That a VNI isn't there, as far as that is known; `null` where it is, or nothing is known of any. */
export const noVniNote = ({ nodes, vnis }: Known, vni: number): Note | null => {
  if (vnis.length === 0 || vnis.some(one => one.vni === vni)) return null
  const unread = nodes.filter(({ state }) => state === 'unknown').length
  return unread === 0
    ? { title: `No node has VNI ${vni}`, text: 'Pick another one, or all, at the top.' }
    : { title: `No node that was read has VNI ${vni}`, text: `${plural(unread, 'node')} not read yet.` }
}
