import type { z } from 'zod'
import { ApplySettings } from '@/lib/model/apply-settings'
import {
  AccessSettings,
  FlappingSettings,
  HistorySettings,
  Inventory,
  InventoryDefaults,
  InventoryNode,
  Webhook,
} from '@/lib/model/inventory'
import { nearestKey } from './nearest-key'
import { quoted } from './printable'
import { holdsSecret, isShowable } from './secret'
import { type Located, locate } from './yaml-tree'

/** A mistake and the offset it stands at; `index.ts` makes line and column of it. */
export interface PlacedProblem {
  offset: number
  message: string
  expected: string
  hint: string | null
}

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** `nodes[2].port` */
export const pathText = (path: Path): string =>
  path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')

const labelled = (path: Path, sentence: string): string =>
  path.length === 0 ? sentence : `${pathText(path)}: ${sentence}`

const keysAt = (path: Path): string[] => {
  if (path.length === 0) return Object.keys(Inventory.shape)
  if (path[0] === 'history') return Object.keys(HistorySettings.shape)
  if (path[0] === 'access') return Object.keys(AccessSettings.shape)
  if (path[0] === 'apply') return Object.keys(ApplySettings.shape)
  if (path[0] === 'webhooks') return Object.keys(Webhook.shape)
  if (path[0] === 'flapping') return Object.keys(FlappingSettings.shape)
  return Object.keys(path[0] === 'defaults' ? InventoryDefaults.shape : InventoryNode.shape)
}

const PASSWORD_HINT = `No password stands in the inventory. Name where it is instead:
  passwordEnv: LEAF1_PASSWORD          the environment variable that holds it
  passwordFile: ~/.config/vxscope/pw   a file that holds it`

const describeKey = (root: Located, path: Path, key: string): PlacedProblem => {
  const keys = keysAt(path)
  const { at } = locate(root, path)
  const offset = at.entries.get(key)?.keyOffset ?? at.offset
  if (holdsSecret(key)) {
    const expected = keys.includes('passwordEnv') ? 'passwordEnv or passwordFile' : `one of ${keys.join(', ')}`
    return {
      offset,
      message: labelled(path, `a password is refused here; expected ${expected}`),
      expected,
      hint: PASSWORD_HINT,
    }
  }
  const nearest = nearestKey(key, keys)
  const expected = nearest ?? `one of ${keys.join(', ')}`
  const advice = nearest === null ? `expected ${expected}` : `did you mean ${nearest}?`
  return { offset, message: labelled(path, `unknown key ${quoted(key)}, ${advice}`), expected, hint: null }
}

const describeValue = (path: Path, value: unknown): string => {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1' : `a list of ${value.length}`
  if (typeof value === 'object') return 'a mapping'
  const text = String(value)
  if (!isShowable(path, text)) return 'something else'
  return typeof value === 'string' ? quoted(text) : text
}

/** `name: 7` is a number to YAML, and so is `007`; nobody who writes a name thinks of that. */
const quoteHint = (issue: Issue, value: unknown): string | null => {
  const wantsText = issue.code === 'invalid_type' && issue.expected === 'string'
  const isWord = typeof value === 'number' || typeof value === 'boolean'
  return wantsText && isWord ? `In quotes it is text: "${String(value)}"` : null
}

const describeOther = (root: Located, issue: Issue): PlacedProblem => {
  const { at, keyOffset, found } = locate(root, issue.path)
  const expected = issue.message
  if (!found)
    return {
      offset: at.offset,
      message: `${labelled(issue.path, `is missing; expected ${expected}`)}`,
      expected,
      hint: null,
    }
  const got = describeValue(issue.path, at.value)
  const offset = at.value === null ? (keyOffset ?? at.offset) : at.offset
  return {
    offset,
    message: labelled(issue.path, `expected ${expected}, got ${got}`),
    expected,
    hint: quoteHint(issue, at.value),
  }
}

/** What zod found, each at its place in the file and in our words. Values of secrets are never repeated. */
export const describeIssues = (root: Located, issues: readonly Issue[]): PlacedProblem[] =>
  issues.flatMap(issue =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => describeKey(root, issue.path, key))
      : [describeOther(root, issue)],
  )
