import { carrierOf, isDead } from './carrier'
import type { Check } from './check'
import { nodeSubject } from './members'
import { linkLine, stateLine } from './witness'

export const underlayDown: Check = {
  id: 'underlayDown',
  severity: 'error',
  over: 'node',
  means: 'A VXLAN device stays UP when the device below it is down; its packets go nowhere.',
  how: 'The device it sends by (dev, else the one with its address) is down or has no carrier.',
  find: (ground, node) => {
    const view = ground.view(node)
    return (view?.vxlans ?? []).flatMap(link => {
      const carrier = view && carrierOf(view, link)
      if (!carrier || !isDead(carrier)) return []
      const why = carrier.up ? 'has no carrier' : 'is down'
      return [
        {
          subject: nodeSubject(node),
          place: link.ifname,
          verdict: `${carrier.ifname} on ${node}, which ${link.ifname} sends by, ${why}: nothing of this VNI leaves the node.`,
          evidence: [...stateLine(ground, node, carrier), ...linkLine(ground, node, link)],
          mend: carrier.up ? [] : [{ node, run: [['ip', 'link', 'set', 'dev', carrier.ifname, 'up']] }],
        },
      ]
    })
  },
}
