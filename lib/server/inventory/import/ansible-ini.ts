import { type AnsibleInventory, addHosts, emptyInventory, groupOf, isFull, note, noteFull } from './ansible-groups'

const LONGEST_LINE = 8192

/** Words of a line as a shell parts them: quotes hold together, `#` at the start of one ends it (Python shlex, as Ansible reads hosts). */
const splitWords = (line: string): string[] => {
  const words: string[] = []
  let word = ''
  let quote = ''
  let open = false
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at)
    if (quote !== '') {
      if (char === quote) quote = ''
      else word += char
    } else if (char === '"' || char === "'") {
      quote = char
      open = true
    } else if (/\s/.test(char)) {
      if (open) words.push(word)
      word = ''
      open = false
    } else if (char === '#' && !open) break
    else {
      word += char
      open = true
    }
  }
  if (open) words.push(word)
  return words
}

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2')

/** `name:2222`, and not an IPv6 address. */
const splitPort = (pattern: string): { pattern: string; port: string | null } => {
  const match = /^([^:]+|\[[0-9A-Fa-f:]+\]|.*\[[^\]]*\][^:]*):(\d+)$/.exec(pattern)
  return match ? { pattern: match[1] ?? pattern, port: match[2] ?? null } : { pattern, port: null }
}

interface Reading {
  inventory: AnsibleInventory
  group: string
  kind: 'hosts' | 'vars' | 'children'
}

const readHosts = ({ inventory, group }: Reading, line: string, where: string): void => {
  // A file of a million hosts is not read to its end word by word.
  const [first = ''] = /^\S+/.exec(line) ?? []
  if (isFull(inventory) && !inventory.hosts.has(first)) {
    noteFull(inventory, where)
    return
  }
  const words = splitWords(line)
  const { pattern, port } = splitPort(words[0] ?? '')
  const vars = words.slice(1).flatMap(word => {
    const at = word.indexOf('=')
    return at > 0 ? [[word.slice(0, at), word.slice(at + 1)] as const] : []
  })
  for (const host of addHosts(inventory, group, pattern, where)) {
    if (port !== null) host.set('ansible_port', port)
    for (const [key, value] of vars) host.set(key, value)
  }
}

const readLine = (reading: Reading, line: string, where: string): void => {
  const { inventory } = reading
  const section = /^\[([^:\]]+)(?::(\w+))?\]\s*(?:[#;].*)?$/.exec(line)
  if (section) {
    const kind = section[2] ?? 'hosts'
    if (kind !== 'hosts' && kind !== 'vars' && kind !== 'children') {
      note(inventory, `${where}: a section of kind "${kind}", not read`)
      return
    }
    reading.group = section[1]?.trim() ?? ''
    reading.kind = kind
    groupOf(inventory, reading.group)
  } else if (reading.kind === 'hosts') readHosts(reading, line, where)
  else if (reading.kind === 'children') {
    const [child] = splitWords(line)
    if (child) {
      groupOf(inventory, child)
      groupOf(inventory, reading.group).children.add(child)
    }
  } else {
    const at = line.indexOf('=')
    if (at < 1) note(inventory, `${where}: not "name=value"`)
    else groupOf(inventory, reading.group).vars.set(line.slice(0, at).trim(), unquote(line.slice(at + 1)))
  }
}

/** An Ansible inventory in its INI form. What can't be read is named in `notes`; the rest stands. */
export const parseAnsibleIni = (text: string): AnsibleInventory => {
  const reading: Reading = { inventory: emptyInventory(), group: 'ungrouped', kind: 'hosts' }
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue
    const where = `line ${index + 1}`
    if (line.length > LONGEST_LINE) note(reading.inventory, `${where}: not read, it is longer than ${LONGEST_LINE}`)
    else readLine(reading, line, where)
  }
  return reading.inventory
}
