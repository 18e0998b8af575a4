import type { Iproute2Release } from '../model/state'
import { fails, type Outcome } from './outcome'

export interface Options {
  json: boolean
  detail: boolean
  stats: boolean
  version: boolean
}

/** Long names, of which any beginning that is long enough will do (iproute2 lib/utils.c, matches()). */
const NAMES: readonly (readonly [keyof Options, string, number])[] = [
  ['version', '-Version', 2],
  ['json', '-json', 2],
  ['detail', '-details', 2],
  ['stats', '-statistics', 2],
  ['stats', '-stats', 2],
]

const optionOf = (word: string): keyof Options | undefined =>
  NAMES.find(([, name, least]) => word.length >= least && name.startsWith(word))?.[0]

/** JSON came with 4.7 (bridge) and 4.14 (ip). */
const refused = (option: keyof Options | undefined, release: Iproute2Release): boolean =>
  option === undefined || (option === 'json' && release === '3.12.0')

/** Options before the object, as `ip` and `bridge` read them; an unknown one ends with their words and status 255. */
export const readOptions = (
  args: readonly string[],
  release: Iproute2Release,
  help: string,
): { options: Options; rest: readonly string[] } | { refused: Outcome } => {
  const options: Options = { json: false, detail: false, stats: false, version: false }
  const end = args.findIndex(word => !word.startsWith('-'))
  const words = end < 0 ? args : args.slice(0, end)
  for (const word of words) {
    const option = optionOf(word.startsWith('--') ? word.slice(1) : word)
    if (option === undefined || refused(option, release)) {
      return { refused: fails(255, `Option "${word}" is unknown, try "${help}".`) }
    }
    options[option] = true
  }
  return { options, rest: args.slice(words.length) }
}

/** `ip` and `bridge` take any beginning of an object's or command's name. */
export const means = (word: string | undefined, name: string): boolean =>
  word !== undefined && word !== '' && name.startsWith(word)

/** `show`, `list` and nothing at all ask for the same. */
export const asksToShow = (word: string | undefined): boolean =>
  word === undefined || ['show', 'list', 'lst'].some(name => means(word, name))
