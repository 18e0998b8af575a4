import { isAbsolute, join, resolve } from 'node:path'

interface Tokens {
  alias: string
  host: string
  port: number
  user: string
  localUser: string
}

export interface Paths {
  /** A path as the inventory writes it: `~` is the home folder, relative ones are relative to the inventory. */
  ofInventory(path: string): string
  /** A path of ssh config, with its %-tokens and ${VARIABLES} (ssh_config(5), "TOKENS"); null and a note when one isn't known. */
  ofConfig(path: string): string | null
  ofHome(path: string): string
  notes: string[]
}

interface Places {
  baseDir: string
  home: string
  env: Record<string, string | undefined>
}

/** How paths are understood for one host. */
export const createPaths = ({ baseDir, home, env }: Places, tokens: Tokens): Paths => {
  const notes: string[] = []
  const letters: Record<string, string> = {
    '%': '%',
    d: home,
    h: tokens.host,
    k: tokens.alias,
    n: tokens.alias,
    p: String(tokens.port),
    r: tokens.user,
    u: tokens.localUser,
  }
  const tilde = (path: string) => path.replace(/^~(?=\/|$)/, () => home)
  return {
    notes,
    ofInventory: path => resolve(baseDir, tilde(path)),
    ofHome: path => join(home, path),
    ofConfig: path => {
      const unknown: string[] = []
      const expanded = tilde(path)
        .replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (text, name: string) => {
          const value = env[name]
          if (value === undefined) unknown.push(text)
          return value ?? text
        })
        .replace(/%(.)/g, (text, letter: string) => {
          const value = letters[letter]
          if (value === undefined) unknown.push(text)
          return value ?? text
        })
      if (unknown.length === 0) return isAbsolute(expanded) ? expanded : join(home, expanded)
      notes.push(`${path}: left out, ${unknown.join(', ')} is not known here`)
      return null
    },
  }
}
