/**
 * Repairs of what iproute2 printed with `-j` and no JSON reader takes: `\'` (through 5.19), raw control characters in
 * names and aliases (through 6.17), an array that was never closed (`bridge vlan` on kernels without VLAN filtering).
 * Bytes that are not UTF-8 are the caller's: decode with replacement, so that they stand as U+FFFD inside a string.
 */
const repairStrings = (text: string): string => {
  let repaired = ''
  let from = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) inString = !inString
    else if (inString && code === 92) {
      const next = text[at + 1]
      if (next !== undefined && !'"\\/bfnrtu'.includes(next)) {
        repaired += text.slice(from, at) + (next === "'" ? '' : '\\\\')
        from = at + 1
        if (next !== "'") continue
      }
      at += 1
    } else if (inString && code < 32) {
      repaired += `${text.slice(from, at)}\\u${code.toString(16).padStart(4, '0')}`
      from = at + 1
    }
  }
  return repaired + text.slice(from)
}

/** A complete element at the top level of an array: where it starts and ends in the text. */
interface Span {
  start: number
  end: number
}

/** Parts an array's text into its elements by counting brackets, so that one broken element costs only itself. */
const elementsOf = (text: string): Span[] => {
  const spans: Span[] = []
  let depth = 0
  let inString = false
  let start = -1
  for (let at = text.indexOf('[') + 1; at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at += 1
      else if (char === '"') inString = false
      continue
    }
    if (char === '"') inString = true
    else if (char === '{' || char === '[') {
      if (depth++ === 0) start = at
    } else if (char === '}' || char === ']') {
      if (depth === 0) break
      if (--depth === 0) spans.push({ start, end: at + 1 })
    }
  }
  if (depth > 0) spans.push({ start, end: text.length })
  return spans
}

const tryParse = (text: string): { value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Tells the line of each position asked for, which must come in order. */
const lineCounter = (text: string): ((at: number) => number) => {
  let line = 1
  let newline = text.indexOf('\n')
  return at => {
    for (; newline !== -1 && newline < at; newline = text.indexOf('\n', newline + 1)) line += 1
    return line
  }
}

/** One element of the answer: its value, or `undefined` where its text is broken. */
export interface Element {
  value: unknown
  line: number
  text: string
}

const asElements = (value: unknown): Element[] => {
  const values = Array.isArray(value) ? value : [value]
  return values.map(one => ({ value: one, line: 1, text: '' }))
}

/**
 * The elements of an answer of `ip -j` or `bridge -j`, repaired where a release printed bad JSON. An object in place of
 * the array is one element. Nothing at all is no elements: an empty list is printed so by some releases.
 */
export const readElements = (text: string): Element[] => {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed === '[' || trimmed === '[ ]') return []
  const plain = tryParse(trimmed)
  if (plain !== undefined) return asElements(plain.value)
  const repaired = repairStrings(trimmed)
  const whole = tryParse(repaired)
  if (whole !== undefined) return asElements(whole.value)
  if (!repaired.startsWith('[')) return [{ value: undefined, line: 1, text: trimmed }]
  const lineAt = lineCounter(repaired)
  const elements = elementsOf(repaired).map(({ start, end }) => {
    const part = repaired.slice(start, end)
    return { value: tryParse(part)?.value, line: lineAt(start), text: part }
  })
  return elements.length > 0 ? elements : [{ value: undefined, line: 1, text: trimmed }]
}
