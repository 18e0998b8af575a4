import type { Check } from './check'
import { nodeSubject } from './members'
import { linkLine, stateLine } from './witness'

export const deviceDown: Check = {
  id: 'deviceDown',
  severity: 'error',
  over: 'node',
  means: 'A VXLAN device that is down sends and hears nothing.',
  how: '`ip link` shows the VXLAN device without UP.',
  find: (ground, node) => {
    const vxlans = ground.view(node)?.vxlans ?? []
    return vxlans
      .filter(({ up }) => !up)
      .map(link => ({
        subject: nodeSubject(node),
        place: link.ifname,
        verdict: `${link.ifname} on ${node} is down: it sends and hears nothing.`,
        evidence: [...stateLine(ground, node, link), ...linkLine(ground, node, link)],
        mend: [{ node, run: [['ip', 'link', 'set', 'dev', link.ifname, 'up']] }],
      }))
  },
}
