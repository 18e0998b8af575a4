import type { Raw } from './grammar'
import { decimal } from './lines'

const VF = /^ {4}vf (\d{1,5}) +(?:MAC ([0-9a-f:]+)|link\/(\S+) ([0-9a-f:]+)(?: brd ([0-9a-f:]+))?)(.*)$/
const SWITCHES: Readonly<Record<string, string>> = {
  'spoof checking': 'spoofchk',
  trust: 'trust',
  query_rss: 'query_rss_en',
}

/** True for the line of a virtual function. */
export const isVfLine = (text: string): boolean => VF.test(text)

const putItem = (item: string, vf: Raw): boolean => {
  const onOff = /^(spoof checking|trust|query_rss) (on|off)$/.exec(item)
  if (onOff !== null) {
    vf[SWITCHES[onOff[1] ?? ''] ?? ''] = onOff[2] === 'on'
    return true
  }
  const state = /^link-state (auto|enable|disable)$/.exec(item)?.[1]
  if (state !== undefined) {
    vf.link_state = state
    return true
  }
  return putNumber(item, vf)
}

const putNumber = (item: string, vf: Raw): boolean => {
  const vlan = /^(vlan|qos) (\d+)$/.exec(item)
  if (vlan !== null) {
    const [first] = Array.isArray(vf.vlan_list) ? vf.vlan_list : [{}]
    vf.vlan_list = [{ ...first, [vlan[1] ?? '']: Number(vlan[2]) }]
    return true
  }
  const rate = /^(max|min)_tx_rate (\d+)Mbps$/.exec(item)
  if (rate !== null) {
    vf.rate = { ...(typeof vf.rate === 'object' ? vf.rate : {}), [`${rate[1]}_tx`]: Number(rate[2]) }
    return true
  }
  const tx = decimal(/^tx rate (\d+) \(Mbps\)$/.exec(item)?.[1])
  if (tx !== undefined) vf.tx_rate = tx
  return tx !== undefined
}

/** Reads `vf 0 … link/ether MAC brd MAC, spoof checking on, …`; up to 5.3 `vf 0 MAC …`. Undefined where it doesn't fit. */
export const readVf = (text: string): Raw | undefined => {
  const found = VF.exec(text)
  if (found === null) return undefined
  const vf: Raw = { vf: Number(found[1]), address: found[2] ?? found[4] }
  if (found[3] !== undefined) vf.link_type = found[3]
  if (found[5] !== undefined) vf.broadcast = found[5]
  const items = (found[6] ?? '').split(',').map(item => item.trim())
  return items.every(item => item === '' || putItem(item, vf)) ? vf : undefined
}
