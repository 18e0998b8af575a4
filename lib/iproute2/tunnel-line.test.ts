import { describe, expect, it } from 'vitest'
import { parseLinkText } from './index'

const HEADER =
  '7: t@NONE: <NOARP> mtu 1480 qdisc noop state DOWN mode DEFAULT group default qlen 1000\n    link/none  promiscuity 0 \n'
const data = (line: string) => {
  const { rows, issues } = parseLinkText(`${HEADER}    ${line}\n`)
  expect(issues).toEqual([])
  return rows[0]?.linkinfo?.info_data
}

describe('the line of a tunnel', () => {
  it.each([
    [
      'ipip any remote any local any ttl inherit nopmtudisc addrgenmode eui64 ',
      { proto: 'any', remote: 'any', local: 'any', ttl: 0, pmtudisc: false },
    ],
    [
      'sit ip6ip remote any local any ttl 64 nopmtudisc 6rd-prefix 2002::/16 6rd-relay_prefix 10.0.0.0/8 ',
      {
        ...{ proto: 'ip6ip', remote: 'any', local: 'any', ttl: 64, pmtudisc: false, prefix: '2002::', prefixlen: 16 },
        ...{ relay_prefix: '10.0.0.0', relay_prefixlen: 8 },
      },
    ],
    [
      'ip6tnl ip6ip6 remote any local any hoplimit inherit encaplimit 0 tclass 0x00 flowlabel 0x00000 (flowinfo 0x00000000) ',
      {
        ...{ proto: 'ip6ip6', remote: 'any', local: 'any', ttl: 0, encap_limit: 0, tclass: '0x00' },
        flowlabel: '0x00000',
      },
    ],
    [
      'ip6gre remote fd00::9 local fd00::1 hoplimit 9 encaplimit none tclass inherit flowlabel inherit dscp inherit allow-localremote fwmark inherit ',
      {
        ...{ remote: 'fd00::9', local: 'fd00::1', ttl: 9, ip6_tnl_f_ign_encap_limit: true },
        ...{ ip6_tnl_f_use_orig_tclass: true, ip6_tnl_f_use_orig_flowlabel: true, ip6_tnl_f_rcv_dscp_copy: true },
        ...{ ip6_tnl_f_allow_local_remote: true, ip6_tnl_f_use_orig_fwmark: true },
      },
    ],
    [
      'gre remote 10.0.2.9 local 10.0.2.1 dev eth1 ttl 9 tos inherit ikey 0.0.0.5 okey 0.0.0.5 iseq oseq fwmark 0x5 encap fou encap-sport auto encap-dport 5555 noencap-csum encap-csum6 noencap-remcsum ',
      {
        ...{
          remote: '10.0.2.9',
          local: '10.0.2.1',
          link: 'eth1',
          ttl: 9,
          tos: '0x1',
          ikey: '0.0.0.5',
          okey: '0.0.0.5',
        },
        ...{ iseq: true, oseq: true, fwmark: '0x5' },
        encap: { type: 'fou', sport: 0, dport: 5555, csum: false, csum6: true, remcsum: false },
      },
    ],
  ])('%s', (line, expected) => expect(data(line)).toEqual(expected))
})
