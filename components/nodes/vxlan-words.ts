import type { ApiLink } from '@/lib/model/api'

type Vxlan = NonNullable<ApiLink['vxlan']>

/** A VXLAN device's attributes by iproute2's names; what the node didn't tell is left out, but for the port, which matters most. */
export const vxlanWords = (vxlan: Vxlan): [name: string, value: string][] => {
  const words: [string, string | null][] = [
    ['id', vxlan.vni === null ? null : String(vxlan.vni)],
    ['group', vxlan.group],
    ['remote', vxlan.remote],
    ['local', vxlan.local],
    ['dstport', vxlan.port === null ? 'not told' : String(vxlan.port)],
    ['srcport', vxlan.srcPort === null ? null : vxlan.srcPort.join('–')],
    ['ttl', vxlan.ttl === null ? null : vxlan.ttl === 0 ? 'auto' : String(vxlan.ttl)],
    ['tos', vxlan.tos],
    ['df', vxlan.df],
    ['ageing', vxlan.ageing === null ? null : `${vxlan.ageing} s`],
    ['learning', vxlan.learning === null ? null : vxlan.learning ? 'on' : 'off'],
    ['external', vxlan.external ? 'yes' : null],
    ['vnifilter', vxlan.vnifilter ? 'yes' : null],
  ]
  return words.flatMap(([name, value]) => (value === null ? [] : [[name, value] satisfies [string, string]]))
}
