import type { ErrorCode } from 'yaml'

interface Words {
  message: string
  expected: string
}

const INDENT: Words = { message: 'wrong indentation', expected: 'keys of one mapping in one column, by blanks' }
const TAG: Words = { message: 'a tag ("!…") that is not used here', expected: 'a plain value' }
const KEY: Words = { message: 'not a key', expected: 'a plain word as key' }
const ANCHOR: Words = { message: 'an anchor or alias where none can stand', expected: 'a value' }

/**
 * Our own words for what the YAML package finds: its messages may quote the file, and the file may hold
 * a password that should not be there. By its code, so that no message is matched.
 */
const WORDS: Record<ErrorCode, Words> = {
  ALIAS_PROPS: ANCHOR,
  BAD_ALIAS: ANCHOR,
  BAD_COLLECTION_TYPE: TAG,
  BAD_DIRECTIVE: { message: 'a line beginning with "%" that is not YAML', expected: '"nodes:" and the like' },
  BAD_DQ_ESCAPE: { message: 'an escape that YAML does not have', expected: '"\\\\" for a backslash in double quotes' },
  BAD_INDENT: INDENT,
  BAD_PROP_ORDER: ANCHOR,
  BAD_SCALAR_START: { message: 'a value cannot begin like this', expected: 'the value in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a mapping or list where a key or value ends',
    expected: 'it on a line of its own',
  },
  BLOCK_IN_FLOW: {
    message: 'a block inside of { } or [ ]',
    expected: 'everything inside on one level, with "," between',
  },
  DUPLICATE_KEY: { message: 'this key stands twice', expected: 'each key once' },
  IMPOSSIBLE: { message: 'not YAML', expected: 'YAML' },
  KEY_OVER_1024_CHARS: KEY,
  MISSING_CHAR: {
    message: 'something is missing here',
    expected: 'a ":" and a blank after a key, a closing quote, "," or bracket',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'a key over several lines', expected: 'each "key: value" on a line of its own' },
  MULTIPLE_ANCHORS: ANCHOR,
  MULTIPLE_DOCS: { message: 'a second document ("---")', expected: 'one document in the file' },
  MULTIPLE_TAGS: TAG,
  NON_STRING_KEY: KEY,
  RESOURCE_EXHAUSTION: { message: 'nested too deeply', expected: 'a list of nodes, each a mapping' },
  TAB_AS_INDENT: { message: 'a tab as indentation', expected: 'blanks' },
  TAG_RESOLVE_FAILED: TAG,
  UNEXPECTED_TOKEN: { message: 'this cannot stand here', expected: '"key: value", or the end of the line' },
}

export const yamlErrorWords = (code: ErrorCode): Words => WORDS[code] ?? WORDS.IMPOSSIBLE
