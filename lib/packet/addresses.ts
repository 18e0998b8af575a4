import ipaddr from 'ipaddr.js'
import type { Bytes } from './bytes'

export const macAt = (bytes: Bytes, at: number): string =>
  Array.from(bytes.data.subarray(at, at + 6), byte => byte.toString(16).padStart(2, '0')).join(':')

export const ipv4At = (bytes: Bytes, at: number): string => bytes.data.subarray(at, at + 4).join('.')

/** As RFC 5952 writes it. */
export const ipv6At = (bytes: Bytes, at: number): string =>
  new ipaddr.IPv6([...bytes.data.subarray(at, at + 16)]).toRFC5952String()

/** 224.0.0.0/4, the broadcast address, ff00::/8: more than one may hear it. */
export const isGroup = (address: string): boolean => {
  if (address.includes(':')) return address.startsWith('ff')
  const first = Number(address.split('.', 1)[0])
  return (first >= 224 && first <= 239) || address === '255.255.255.255'
}
