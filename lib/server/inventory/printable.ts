/** Controls, formatting (bidi overrides, zero width), lone surrogates, unassigned, and the two Unicode line ends. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu

/** Text from outside, safe for a terminal and a log: what doesn't print, stands as `\x1b` or `\u{202e}`. One line stays one line. */
export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, character => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
  })

/** The same in quotes and short, for use in a sentence. */
export const quoted = (text: string, longest = 60): string => {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return `"${printable(short.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))}"`
}
