/** What a text of `ip link` or `ip addr` tells of the release that printed it. */
export interface LinkEra {
  /** May be 3.19 or older, which resolve a peer's ifindex in the wrong namespace: `vxlan102@vxlan102`. */
  maybeBefore40: boolean
  /** May be 3.16 or older, which print `maxaddr 1` for any limit. */
  maybeBefore317: boolean
  /** Printed without `-s`, as a device without an alias tells. */
  noStatistics: boolean
}

/** First printed by 4.0 or later: namespace ids, the wider details of `-d`, the vxlan options of that time. */
const SINCE_4_0 = new RegExp(
  [
    '@if\\d+: <| link-netnsid | link-netns | numtxqueues \\d| minmtu \\d| protodown on| proto kernel_',
    ' noudp6zerocsum| (?:no)?udp_csum| noudpcsum| flowlabel 0x| vxlan external| ttl auto| gso_max_size \\d',
    ' vlan_protocol 802| gbp(?: |$)| hello_timer +\\d| port_id 0x| altname ',
  ].join('|'),
)
/** `udpcsum` came with 3.18. */
const SINCE_3_18 = / udpcsum/

/** `text` is what no user wrote; `plain`: some device has no alias, so that its text is whole. */
export const detectLinkEra = (text: string, plain: boolean): LinkEra => {
  const maybeBefore40 = !SINCE_4_0.test(text)
  return {
    maybeBefore40,
    maybeBefore317: maybeBefore40 && !SINCE_3_18.test(text),
    noStatistics: plain && !/^ {4}RX/m.test(text),
  }
}
