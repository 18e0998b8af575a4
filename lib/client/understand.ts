import { canonicalAddress, normalizeMac } from '@/lib/overlay'

const VNI = /^(?:vni[:\s]*)?(\d{1,8})$/i
const PART_OF_IPV4 = /^\d{1,3}(?:\.\d{0,3}){1,3}$/
const PART_OF_IPV6 = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4})+$/i
const SEPARATOR = /[:.-]/

/** Which VNI a text means (`42`, `vni42`, `vni:42`, `VNI 42`), as digits; `null` for none. */
export const vniDigits = (text: string): string | null => VNI.exec(text.trim())?.[1] ?? null

/** A MAC, or a part of one that shows by its letters or its separators that it is one, as the kernel writes it. */
export const macPart = (text: string): string | null => {
  const mac = normalizeMac(text)
  if (mac === null || mac.length < 2 || canonicalAddress(text) !== null) return null
  return /[a-f]/i.test(text) || SEPARATOR.test(text) || text.trim().length > 5 ? mac : null
}

/** All that a text may mean, in words, the likeliest first. A name is always one of them. */
export const meaningsOf = (text: string): string[] => {
  const trimmed = text.trim()
  if (trimmed === '') return []
  const meanings: string[] = []
  const address = canonicalAddress(trimmed)
  const mac = macPart(trimmed)
  const vni = vniDigits(trimmed)
  if (address !== null) meanings.push(`the address ${address}`)
  if (vni !== null) meanings.push(Number(vni) <= 16_777_215 ? `VNI ${Number(vni)}` : `a number, too great for a VNI`)
  if (mac !== null) meanings.push(mac.length === 17 ? `the MAC ${mac}` : `a part of a MAC, ${mac}`)
  if (address === null && (PART_OF_IPV4.test(trimmed) || PART_OF_IPV6.test(trimmed)))
    meanings.push('the beginning of an address')
  if (mac?.length !== 17 && address === null) meanings.push('a part of a name')
  return meanings
}
