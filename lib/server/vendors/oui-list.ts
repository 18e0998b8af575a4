import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { type InSteps, isStep } from '@/lib/overlay'
import { takeTurns } from '@/lib/turns'
import { log } from '../log'

/** Names by prefix: 6, 7 or 9 upper-case hex digits (MA-L, MA-M and MA-S of the IEEE). */
export type OuiList = ReadonlyMap<string, string>

/** An entry of the package's one object: a prefix, and a name with the address below it, of which only the name is kept. */
const ENTRY = /"([0-9A-F]{6,9})"\s*:\s*"((?:[^"\\]|\\["/u][^"\\]*)*)/g

const unescaped = (text: string): string => {
  const value: unknown = text.includes('\\') ? JSON.parse(`"${text}"`) : text
  return String(value)
}

/** Read entry by entry: five megabytes parsed at once would hold up whoever else is served. */
export const parseOuiList = function* (json: string): InSteps<OuiList> {
  const names = new Map<string, string>()
  const list = new Map<string, string>()
  let index = 0
  for (const [, prefix = '', text = ''] of json.matchAll(ENTRY)) {
    // A piece of a text keeps all of it in memory; a name that is written out doesn't.
    const name = names.get(text) ?? Buffer.from(unescaped(text)).toString()
    names.set(text, name)
    list.set(prefix, name)
    if (isStep(index++)) yield
  }
  return list
}

const PACKAGE = 'oui-data'

/** The package is data alone and stays outside of every bundle. */
const listFile = (): string => {
  const here = import.meta.url.startsWith('file:') ? import.meta.url : path.join(process.cwd(), 'package.json')
  return createRequire(here).resolve(PACKAGE)
}

let loading: Promise<OuiList> | undefined

/** The IEEE's list, read when first asked for. Empty, and logged, where it can't be had. */
export const ouiList = (): Promise<OuiList> => {
  loading ??= Promise.resolve()
    .then(() => readFile(listFile(), 'utf8'))
    .then(json => takeTurns(parseOuiList(json)))
    .catch((error: unknown) => {
      log.failure(error)
      return new Map()
    })
  return loading
}
