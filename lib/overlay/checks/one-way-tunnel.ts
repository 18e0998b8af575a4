import { type Check, findingId } from './check'
import { deviceDown } from './device-down'
import { familyMixed } from './family-mixed'
import { floodGone } from './flood-gone'
import { floodMissing } from './flood-missing'
import { groupMismatch } from './group-mismatch'
import { nodeSubject, vniSubject } from './members'
import { portMismatch } from './port-mismatch'
import { underlayDown } from './underlay-down'
import { LINES, linkLine } from './witness'

export const oneWayTunnel: Check = {
  id: 'oneWayTunnel',
  severity: 'error',
  over: 'tunnel',
  means: 'One end sends to the other, which knows no way back.',
  how: 'The far end was read, is in the VNI, and has neither an entry, a list nor a common group that leads back.',
  find: (ground, key) => {
    const tunnel = ground.tunnels.get(key)
    if (!tunnel?.oneWay || tunnel.state !== 'live') return []
    const [from = [], to = []] = [tunnel.from, tunnel.to].map(end => ground.vteps.get(end)?.nodes ?? [])
    const address = tunnel.from.slice(tunnel.from.lastIndexOf('/') + 1).replace(/^vtep:/, '')
    const far = to.flatMap(node =>
      ground.membersOn(node).filter(({ vni, vtep }) => vni === tunnel.vni && vtep === tunnel.to),
    )
    // Read one after the other: what was learned in between is known on one side alone.
    if (tunnel.kinds.every(kind => kind === 'learned')) {
      const learned = ground.learnedSince(tunnel)
      if (learned === null || !ground.reached(learned + ground.options.grace)) return []
    }
    const because = (check: { id: string }) =>
      [...from, ...to].flatMap(node =>
        ground
          .membersOn(node)
          .filter(({ vni }) => vni === tunnel.vni)
          .map(({ link }) => findingId(check.id, nodeSubject(node), link.ifname)),
      )
    return [
      {
        subject: key,
        verdict: `${from.join(', ')} sends to ${to.join(', ')} in VNI ${tunnel.vni}, and ${to.join(', ')} knows no way back.`,
        evidence: [
          ...tunnel.evidence.slice(0, LINES),
          ...far.flatMap(({ node, link }) => linkLine(ground, node, link)),
        ],
        because: [
          ...[deviceDown, underlayDown, floodGone].flatMap(because),
          findingId(familyMixed.id, vniSubject(tunnel.vni)),
          findingId(groupMismatch.id, vniSubject(tunnel.vni)),
          findingId(portMismatch.id, vniSubject(tunnel.vni)),
          ...to.map(node => findingId(floodMissing.id, vniSubject(tunnel.vni), `${node}>${address}`)),
        ],
      },
    ]
  },
}
