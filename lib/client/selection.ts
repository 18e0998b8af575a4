/** What can be picked, by the identity it has in the API; a MAC by its VNI and address. */
export type Selection =
  | { kind: 'node'; name: string }
  | { kind: 'vtep'; id: string }
  | { kind: 'group'; id: string }
  | { kind: 'tunnel'; id: string }
  | { kind: 'mac'; vni: number; mac: string }
  | { kind: 'fold'; id: string }
  | { kind: 'edge'; id: string; a: string; b: string }

/** The card that a selection names, where it names one by its own id. */
export const cardOf = (text: string | null): string | null =>
  text !== null && (text.startsWith('node:') || text.startsWith('vtep:')) ? text : null

/**
 * Reads the `sel` of a URL: `node:vyos01`, `vtep:10.0.2.254`, `group:42:239.1.1.1`, `tunnel:42:A>B`, `mac:42/86:24:…`,
 * `fold:…` a group of cards, `edge:A|B` the tunnels between two of them. */
export const parseSelection = (text: string | null): Selection | null => {
  if (text === null) return null
  const colon = text.indexOf(':')
  const rest = text.slice(colon + 1)
  if (colon < 0 || rest === '') return null
  switch (text.slice(0, colon)) {
    case 'node':
      return { kind: 'node', name: rest }
    case 'vtep':
    case 'group':
    case 'tunnel':
      return { kind: text.startsWith('v') ? 'vtep' : text.startsWith('g') ? 'group' : 'tunnel', id: text }
    case 'fold':
      return { kind: 'fold', id: text }
    case 'edge': {
      const [a, b] = rest.split('|')
      return a && b ? { kind: 'edge', id: text, a, b } : null
    }
    case 'mac': {
      const found = /^(\d{1,8})\/([0-9a-f:]{17})$/i.exec(rest)
      return found?.[1] && found[2] ? { kind: 'mac', vni: Number(found[1]), mac: found[2].toLowerCase() } : null
    }
    default:
      return null
  }
}
