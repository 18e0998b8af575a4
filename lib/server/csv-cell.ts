/** A spreadsheet takes a leading = + - @ as a formula: what somebody else wrote must not become one. */
const FORMULA = /^[=+\-@\t\r]/

/** A value as a cell of CSV (RFC 4180); empty where it is not known, a list with blanks between. */
export const csvCell = (value: string | number | null | readonly unknown[]): string => {
  if (value === null) return ''
  const text = Array.isArray(value) ? value.join(' ') : String(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
