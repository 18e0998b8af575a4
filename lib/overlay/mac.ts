/** What VXLAN floods by: the default destinations of a device stand under this MAC (drivers/net/vxlan, `all_zeros_mac`). */
export const ALL_ZERO_MAC = '00:00:00:00:00:00'

const PAIRS = /^[:-]?[0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2})*[:-]?$/
const QUADS = /^[0-9a-f]{4}(?:\.[0-9a-f]{4})*(?:\.[0-9a-f]{0,4})?$/
const BARE = /^[0-9a-f]{1,12}$/

const inPairs = (digits: string): string => digits.match(/../g)?.join(':') ?? digits

/**
 * A MAC or a part of one, in any notation, as the kernel writes it: `8624.26b2.115c`, `86-24-26-B2-11-5C`, `862426b2115c`
 * and `86:24:26:b2:11:5c` are one; of a part the result stands in the MAC's own text. `null` for what is no MAC.
 */
export const normalizeMac = (text: string): string | null => {
  const lower = text.trim().toLowerCase()
  if (lower.length > 17) return null
  if (BARE.test(lower)) return inPairs(lower) + (lower.length % 2 && lower.length > 1 ? `:${lower.at(-1)}` : '')
  if (QUADS.test(lower)) {
    const digits = lower.replaceAll('.', '')
    return digits.length > 12 ? null : inPairs(digits) + (digits.length % 2 ? `:${digits.at(-1)}` : '')
  }
  if (!PAIRS.test(lower)) return null
  const groups = lower.split(/[:-]/)
  if (groups.length > 7) return null
  const whole = groups.length === 6 && groups.every(group => group !== '')
  return (whole ? groups.map(group => group.padStart(2, '0')) : groups).join(':')
}
