const SEPARATORS = /[:.\-\s]/g

/** The hex digits of a MAC or a part of one in any notation (`86:24:26`, `8624.26b2`, `86-24`); `null` where it is none. */
export const macDigits = (text: string): string | null => {
  const digits = text.replace(SEPARATORS, '').toLowerCase()
  return /^[0-9a-f]{2,12}$/.test(digits) ? digits : null
}

/** Whether `part`, in any notation, stands in `mac`. */
export const matchesMac = (mac: string, part: string): boolean => {
  const digits = macDigits(part)
  return digits !== null && mac.replace(SEPARATORS, '').toLowerCase().includes(digits)
}
