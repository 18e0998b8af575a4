import type { Check } from './check'
import { nodeSubject } from './members'
import { linkLine } from './witness'

export const vyosLink: Check = {
  id: 'vyosLink',
  severity: 'error',
  over: 'node',
  means: 'VyOS 1.1.0 takes `link` and does nothing with it; 1.1.1 of October 2014 mended that.',
  how: 'The node is VyOS 1.1.0, and its VXLAN device has a group and no underlay device.',
  find: (ground, node) =>
    ground.nodes.get(node)?.os !== 'VyOS 1.1.0'
      ? []
      : ground
          .membersOn(node)
          .filter(({ group, link }) => group !== null && link.link === null)
          .map(({ link }) => ({
            subject: nodeSubject(node),
            place: link.ifname,
            verdict: `${node} runs VyOS 1.1.0, whose \`link\` does nothing: ${link.ifname} has no underlay device. VyOS 1.1.1 mended it.`,
            evidence: linkLine(ground, node, link),
          })),
}
