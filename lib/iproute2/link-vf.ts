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

const GUIDS: Readonly<Record<string, string>> = { NODE_GUID: 'node guid', PORT_GUID: 'port guid' }

const putNumber = (item: string, vf: Raw): boolean => {
  const rate = /^(max|min)_tx_rate (\d+)Mbps$/.exec(item)
  if (rate !== null) {
    vf.rate = { ...(typeof vf.rate === 'object' ? vf.rate : {}), [`${rate[1]}_tx`]: Number(rate[2]) }
    return true
  }
  const guid = /^(NODE_GUID|PORT_GUID) ([0-9a-f:]+)$/.exec(item)
  if (guid !== null) {
    vf[GUIDS[guid[1] ?? ''] ?? ''] = guid[2]
    return true
  }
  const tx = decimal(/^tx rate (\d+) \(Mbps\)$/.exec(item)?.[1])
  if (tx !== undefined) vf.tx_rate = tx
  return tx !== undefined || putVlan(item, vf)
}

/** `vlan 7, qos 2, vlan protocol 802.1ad`; what a VLAN has already starts the next one. */
const putVlan = (item: string, vf: Raw): boolean => {
  const found = /^(vlan|qos) (\d+)$/.exec(item) ?? /^vlan (protocol) (802\.\S+)$/.exec(item)
  if (found === null) return false
  const [, key = '', value = ''] = found
  const list: Raw[] = Array.isArray(vf.vlan_list) ? [...vf.vlan_list] : []
  const last = list.at(-1)
  const entry = { [key]: key === 'protocol' ? value : Number(value) }
  if (last === undefined || last[key] !== undefined || key === 'vlan') list.push(entry)
  else list[list.length - 1] = { ...last, ...entry }
  vf.vlan_list = list
  return true
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
