import { FIND_PROGRAMS, quoteArgument } from '@/lib/platform/script'
import { checkNonce, sayFunction, secondsOf, type Waits } from './protocol'

/**
 * A run's folder on the node. In it lies one file that says how the run stands: `armed`, then `kept` or `undoing`, then
 * `undone`. Whoever renames `armed` has decided: rename(2) succeeds for one alone.
 */
export const runFolder = (nonce: string): string => `/tmp/vxscope-${checkNonce(nonce)}`

/**
 * One change at a time on a node, whoever makes it: a folder that holds one file, named by its run, with the second at which it is
 * void. It is made aside and renamed whole, which succeeds for one alone (rename(2): the place must be free, or an empty folder),
 * so there is no lock without its time. Readable by all, since operators may log in as different users.
 */
const LOCK = '/tmp/vxscope-lock'

/** Longer than any undo takes that is still to come. */
const lockSeconds = ({ undoAfter, grace }: Waits): number => secondsOf(undoAfter) + secondsOf(grace) + 300

/** A lock whose time is over, or can't be read, is void: whoever renames its file away has emptied it, and no other lock. */
const takeNode = (nonce: string, waits: Waits): string[] => [
  `k=${LOCK}; t="$k.${checkNonce(nonce)}"`,
  'for f in "$k"/*; do',
  '  u=$(cat "$f" 2>/dev/null); case "$u" in ""|*[!0-9]*) u=0 ;; esac',
  '  if [ "$(date +%s)" -gt "$u" ]; then mv "$f" "$t.void" 2>/dev/null && rm -f "$t.void"; fi',
  'done',
  `(umask 022; mkdir "$t" && echo $(($(date +%s) + ${lockSeconds(waits)})) >"$t/${nonce}") || { rm -rf "$t"; say failed arm 1; exit 21; }`,
  'mv -T "$t" "$k" 2>/dev/null </dev/null || { rm -rf "$t"; say failed busy 1; exit 27; }',
]

/** Gives the node free for the next change, where it is still ours. */
const freeNode = (nonce: string): string => `rm ${LOCK}/${checkNonce(nonce)} 2>/dev/null && rmdir ${LOCK} 2>/dev/null`

/** Nothing runs before the whole text has come: a shell reads a braced list to its end first. */
const whole = (lines: readonly string[]): string => ['{', ...lines, '}', ''].join('\n')

const prelude = (nonce: string): string[] => [FIND_PROGRAMS, sayFunction(nonce), `d=${runFolder(nonce)}`, 'umask 077']

/** Held while a command runs, so that none runs while the undo does. One whose holder is dead is nobody's. */
const takeLock = (grace: number): string[] => [
  'w=0',
  'until mkdir "$d/lock" 2>/dev/null; do',
  '  p=$(cat "$d/main")',
  '  [ -d "/proc/$p" ] || break',
  `  if [ "$w" -ge ${grace} ]; then kill -9 -- "-$p" 2>/dev/null || kill -9 "$p" 2>/dev/null; break; fi`,
  '  w=$((w + 1)); sleep 1',
  'done',
]

/** A command as a function: its text is the plan's own line. */
const define = (prefix: string, commands: readonly string[]): string[] =>
  commands.map((command, index) => `${prefix}${index + 1}() {\n${command}\n}`)

/**
 * The undo as a script of its own. Each command is run whatever became of the one before: which of them have anything to
 * undo depends on how far the change had come. The fresh reading afterwards says whether it was enough.
 */
const undoScript = (undo: readonly string[], nonce: string, { grace }: Waits): string =>
  whole([
    ...prelude(nonce),
    ...define('u', undo),
    ...takeLock(secondsOf(grace)),
    'if ! mv "$d/armed" "$d/undoing" 2>/dev/null; then rmdir "$d/lock"; exit 0; fi',
    'say undoing',
    ...undo.map(
      (_, index) => `say undo-begin ${index + 1}; u${index + 1} 2>&1 </dev/null; say undo-end ${index + 1} $?`,
    ),
    'mv "$d/undoing" "$d/undone"',
    freeNode(nonce),
    'say undone',
    'exit 0',
  ])

/** Writes a file of the run's folder; the text is one quoted argument, so no line of it can end it early. */
const writeFile = (name: string, text: string): string => `printf '%s' ${quoteArgument(text)} >"$d/${name}"`

export interface ArmedRun {
  nonce: string
  waits: Waits
  /** The plan's. */
  undo: readonly string[]
  /** A shell's condition that must hold before anything is done: the device is still the one that was meant. */
  guard: string
  /** Further files of the run, by name. */
  files?: Readonly<Record<string, string>>
}

/** Arms the undo before anything else: from here on the node goes back by itself unless it is told to keep. */
const arm = ({ nonce, waits, undo, guard, files = {} }: ArmedRun): string[] => [
  ...prelude(nonce),
  ...takeNode(nonce, waits),
  `if ! { ${guard}; } >/dev/null 2>&1; then ${freeNode(nonce)}; say failed guard 1; exit 20; fi`,
  `mkdir "$d" || { ${freeNode(nonce)}; say failed arm 1; exit 21; }`,
  'echo $$ >"$d/main"',
  writeFile('undo', undoScript(undo, nonce, waits)),
  ...Object.entries(files).map(([name, text]) => writeFile(name, text)),
  ': >"$d/armed" || { say failed arm 1; exit 21; }',
  `setsid sh -c 'sleep ${secondsOf(waits.undoAfter)}; exec sh "$1/undo"' sh "$d" </dev/null >"$d/log" 2>&1 &`,
  'echo $! >"$d/watch"',
  'say armed',
]

/** The undo that waits for its time is of no use any more. */
const STOP_WAITING = 'kill -- "-$(cat "$d/watch")" 2>/dev/null'
const UNDO_NOW = `sh "$d/undo"; ${STOP_WAITING}; exit 23`

/** Runs commands one by one, and undoes all of them as soon as one fails. For `sh -s`. */
export const buildArmedScript = (run: ArmedRun, commands: readonly string[]): string =>
  whole([
    ...arm(run),
    ...define('c', commands),
    'run() {',
    '  if ! mkdir "$d/lock" 2>/dev/null || ! [ -e "$d/armed" ]; then say failed late 1; exit 22; fi',
    '  say begin "$1"; "c$1" 2>&1 </dev/null; s=$?; say end "$1" "$s"',
    '  rmdir "$d/lock"; return "$s"',
    '}',
    `for i in ${commands.map((_, index) => index + 1).join(' ')}; do`,
    `  run "$i" || { say failed "$i" "$s"; ${UNDO_NOW}; }`,
    'done',
    'say done',
    'exit 0',
  ])

/**
 * Runs one program of the run's files to its end even if the connection goes: it is started in a session of its own, and what
 * it says is followed here. `program` reads that file on standard input.
 */
export const buildDetachedScript = (run: ArmedRun, program: string, file: string): string =>
  whole([
    ...arm(run),
    'mkdir "$d/lock"',
    `setsid sh -c '${program} <"$1/${file}" >"$1/out" 2>&1; echo $? >"$1/status"; rmdir "$1/lock"' sh "$d" </dev/null >/dev/null 2>&1 &`,
    'echo $! >"$d/main"',
    'n=0',
    'while :; do',
    '  if [ -e "$d/status" ]; then last=1; else last=0; fi',
    '  m=$(wc -c <"$d/out" 2>/dev/null || echo 0)',
    '  if [ "$m" -gt "$n" ]; then tail -c +$((n + 1)) "$d/out" | head -c $((m - n)); n=$m; fi',
    '  if [ "$last" = 1 ]; then break; fi',
    // The undo came meanwhile, and has ended what is followed here.
    '  if [ -e "$d/undone" ]; then say failed late 1; say undone; exit 22; fi',
    '  sleep 1',
    'done',
    's=$(cat "$d/status")',
    `if [ "$s" != 0 ]; then say failed session "$s"; ${UNDO_NOW}; fi`,
    'say done',
    'exit 0',
  ])

/** Disarms the undo: the change stays. Says `kept`, or how it stands where that came too late. `first` runs before, and must succeed. */
export const buildKeepScript = (nonce: string, { grace }: Waits, first: string | null = null): string =>
  whole([
    ...prelude(nonce),
    ...takeLock(secondsOf(grace)),
    ...(first === null
      ? []
      : [
          `if [ -e "$d/armed" ] && ! { ${first}; } 2>&1 </dev/null; then rmdir "$d/lock"; say failed keep 1; exit 24; fi`,
        ]),
    'if mv "$d/armed" "$d/kept" 2>/dev/null; then',
    `  ${STOP_WAITING}`,
    `  ${freeNode(nonce)}`,
    '  say kept; rm -rf "$d"; exit 0',
    'fi',
    'rmdir "$d/lock" 2>/dev/null',
    ...stateLines,
    'exit 25',
  ])

const stateLines = [
  'for s in kept undone undoing armed none; do',
  '  if [ "$s" = none ] || [ -e "$d/$s" ]; then say "$s"; break; fi',
  'done',
]

/** Undoes now what is still armed, and says each command's status. */
export const buildUndoScript = (nonce: string): string =>
  whole([...prelude(nonce), `if [ -e "$d/undo" ]; then sh "$d/undo"; ${STOP_WAITING}; fi`, ...stateLines, 'exit 0'])

/** How a run stands, for after a lost connection, with what its undo has said. */
export const buildStateScript = (nonce: string): string =>
  whole([...prelude(nonce), 'cat "$d/log" 2>/dev/null', ...stateLines, 'exit 0'])

/** Removes a run's folder once how it ended is known. */
export const buildForgetScript = (nonce: string): string =>
  whole([
    ...prelude(nonce),
    'if [ -e "$d/armed" ] || [ -e "$d/undoing" ]; then say failed forget 1; exit 26; fi',
    'rm -rf "$d"',
    'say none',
    'exit 0',
  ])
