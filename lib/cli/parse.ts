import { parseAddrText, parseFdbText, parseLinkText, type Rows } from '@/lib/iproute2'

const USAGE = 'Usage: vxscope parse link|fdb|addr [--dev NAME]  < text of ip or bridge\n'
const BAD_USAGE = 2
const UNREADABLE = 2

/** What a command reads and writes. */
export interface CommandIo {
  stdin: NodeJS.ReadableStream
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
}

type Reader = (text: string, dev: string | undefined) => Rows<object>

const READERS: Readonly<Record<string, Reader>> = {
  link: parseLinkText,
  addr: parseAddrText,
  fdb: (text, dev) => parseFdbText(text, dev === undefined ? {} : { dev }),
}

interface Arguments {
  read: Reader
  dev: string | undefined
}

const readArguments = (argv: readonly string[]): Arguments | undefined => {
  let dev: string | undefined
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--dev') {
      dev = argv[at + 1]
      if (dev === undefined || dev === '') return undefined
      at += 1
    } else if (word.startsWith('--dev=')) dev = word.slice('--dev='.length)
    else words.push(word)
  }
  const [kind = '', ...rest] = words
  const read = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined
  return read === undefined || rest.length > 0 ? undefined : { read, dev }
}

/** Bytes that are not UTF-8 become U+FFFD: they cost a character, never a row. */
const readAll = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(chunks))
}

const isControl = (code: number): boolean =>
  code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029

/** Shows what a terminal would obey: an escape becomes `\x1b`. */
const escapeControls = (text: string): string =>
  Array.from(text, char => {
    const code = char.codePointAt(0) ?? 0
    return isControl(code) ? `\\x${code.toString(16).padStart(2, '0')}` : char
  }).join('')

/** Resolves when it is written, or can't be, which the stream tells whoever listens. */
const write = (stream: NodeJS.WritableStream, text: string): Promise<void> =>
  new Promise(resolve => stream.write(text, () => resolve()))

/**
 * `vxscope parse link|fdb|addr [--dev NAME]`: text of any iproute2 on stdin, on stdout the JSON array that the newest
 * would print for it. What can't be read is told on stderr as `line N: text` and gives exit code 2; all other rows
 * are printed all the same.
 */
export const parseCommand = async (argv: string[], io: CommandIo): Promise<number> => {
  const given = readArguments(argv)
  if (given === undefined) {
    await write(io.stderr, USAGE)
    return BAD_USAGE
  }
  const { rows, issues } = given.read(await readAll(io.stdin), given.dev)
  await write(io.stdout, rows.length === 0 ? '[]\n' : `[${rows.map(row => JSON.stringify(row)).join(',\n')}]\n`)
  if (issues.length === 0) return 0
  await write(io.stderr, issues.map(issue => `line ${issue.line}: ${escapeControls(issue.text)}\n`).join(''))
  return UNREADABLE
}
