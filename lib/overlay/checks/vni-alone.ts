import type { Check } from './check'
import { vniSubject } from './members'
import { linkLine } from './witness'

export const vniAlone: Check = {
  id: 'vniAlone',
  severity: 'warning',
  over: 'vni',
  means: 'A VNI with one member carries nothing to anybody.',
  how: 'Every node of the inventory has been read, one of them alone has the VNI, and it sends to nobody else in it.',
  find: (ground, key) => {
    const vni = ground.vnis.get(Number(key))
    const [only, ...others] = new Set(vni?.members.map(({ node }) => node))
    if (!vni || !only || others.length > 0 || !ground.allRead) return []
    const members = ground.members(vni.vni)
    const [member] = members
    if (!member) return []
    const strangers = [...ground.vteps.values()].some(({ nodes, vnis }) => nodes.length === 0 && vnis.includes(vni.vni))
    if (strangers) return []
    return [
      {
        subject: vniSubject(vni.vni),
        verdict: `${only} is the only member of VNI ${vni.vni}: no other node has it.`,
        evidence: linkLine(ground, only, member.link),
      },
    ]
  },
}
