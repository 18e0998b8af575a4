import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { type ConfigLine, parseSshConfig } from './config-parse'
import { systemCode } from './node-error'
import { matchesPattern } from './patterns'

const DEEPEST = 8
const MOST_FILES = 256
const LARGEST = 1024 * 1024

export interface SshConfig {
  /** One entry a top file: the user's, then the system's. */
  files: ConfigLine[][]
  notes: string[]
}

interface Reading {
  home: string
  notes: string[]
  read: number
}

/** The files a path with `*` and `?` stands for, in order of name, as glob(7) has it: a leading dot must be written. */
const expandGlob = async (path: string): Promise<string[]> => {
  if (!/[*?]/.test(path)) return [path]
  const parent = dirname(path)
  const pattern = path.slice(parent.length).replace(/^\/+/, '')
  const found: string[] = []
  for (const folder of parent === path ? [] : await expandGlob(parent)) {
    const names = await readdir(folder).catch((): string[] => [])
    const matching = names.filter(
      name => matchesPattern(pattern, name) && (pattern.startsWith('.') || !name.startsWith('.')),
    )
    found.push(...matching.sort().map(name => join(folder, name)))
  }
  return found.slice(0, MOST_FILES)
}

const readConfigFile = async (reading: Reading, file: string, depth: number): Promise<ConfigLine[]> => {
  if (++reading.read > MOST_FILES) {
    reading.notes.push(`${file}: not read, more than ${MOST_FILES} files are included`)
    return []
  }
  let text: string
  try {
    const { size } = await stat(file)
    if (size > LARGEST) throw new Error('too large')
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') reading.notes.push(`${file}: can't be read (${systemCode(error)})`)
    return []
  }
  const { lines, notes } = parseSshConfig(file, text)
  reading.notes.push(...notes)
  for (const line of lines) if (line.keyword === 'include') await readIncluded(reading, line, file, depth)
  return lines
}

/** `Include`: relative paths are relative to ~/.ssh in the user's file, to the folder of the system's file there. */
const readIncluded = async (reading: Reading, line: ConfigLine, file: string, depth: number) => {
  if (depth >= DEEPEST) {
    reading.notes.push(`${line.where}: not included, more than ${DEEPEST} deep`)
    return
  }
  const base = file.startsWith('/etc/ssh/') ? '/etc/ssh' : join(reading.home, '.ssh')
  for (const argument of line.args) {
    const path = argument.replace(/^~(?=\/|$)/, reading.home)
    for (const found of await expandGlob(isAbsolute(path) ? path : join(base, path))) {
      line.included.push(await readConfigFile(reading, found, depth + 1))
    }
  }
}

/** Reads ssh config files with all they include. A file that isn't there is empty; what can't be read is named in `notes`. */
export const readSshConfig = async (files: readonly string[], home: string): Promise<SshConfig> => {
  const reading: Reading = { home, notes: [], read: 0 }
  const read: ConfigLine[][] = []
  for (const file of files) read.push(await readConfigFile(reading, file, 0))
  return { files: read, notes: reading.notes }
}
