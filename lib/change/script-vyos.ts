import type { PlanNode } from '@/lib/model/plan'
import { buildDetachedScript, buildKeepScript } from './dead-man'
import { sayFunction, secondsOf, type Waits } from './protocol'

/** What a script for VyOS is fed to, on standard input and without a terminal. Never under sudo: the session is the user's. */
export const VYOS_SHELL = 'exec /bin/vbash -s'

export interface VyosWaits extends Waits {
  /** A commit that finds the configuration locked is tried so many times, */
  lockTries: number
  /** each so many seconds after the last. */
  lockWait: number
}

export interface VyosSession {
  /** Lines of a plan: `set …`, `delete …`, `commit`, `save`. */
  lines: readonly string[]
  name: string
  /** Whether the device is in the configuration before, and must be in it and in the kernel after; `null`: doesn't matter. */
  before: boolean | null
  after: boolean | null
  /** Minutes of commit-confirm, where it is used. */
  confirmMinutes: number | null
  nonce: string
  waits: Pick<VyosWaits, 'lockTries' | 'lockWait'>
  /** A session that undoes: it is told as one step, and a `delete` of what isn't there is fine. */
  undoes?: boolean
}

/** Exit codes of a session, one per step, so that errors are exact. */
export const VYOS_EXIT = {
  setup: 10,
  exists: 11,
  set: 12,
  commit: 13,
  locked: 14,
  device: 15,
  save: 16,
  file: 17,
  confirm: 18,
} as const

const SBIN = '/opt/vyatta/sbin'
const API = `${SBIN}/my_cli_shell_api`

/** Steps of a session that undoes are words that no reader of progress takes for the plan's. */
const wordOf = (word: string, undoes: boolean): string => (undoes ? `session-${word}` : word)

/** Functions of a session. `set` and `exit` are aliases there, so whatever runs is named by its path, or is a builtin by name. */
const functions = ({ waits, nonce, confirmMinutes, undoes = false }: VyosSession): string[] => [
  sayFunction(nonce),
  'give_up() {',
  `  say ${wordOf('failed', undoes)} "$1" "$2"`,
  `  ${SBIN}/my_discard </dev/null >/dev/null 2>&1`,
  `  ${API} teardownSession </dev/null >/dev/null 2>&1`,
  '  builtin exit "$3"',
  '}',
  // The message alone tells a lock from any other failure: the status is 1 for both.
  'commit_session() {',
  '  local tries=0 said status',
  '  while :; do',
  `    said=$(${confirmMinutes === null ? '' : 'IN_COMMIT_CONFIRM=t '}${SBIN}/my_commit </dev/null 2>&1); status=$?`,
  '    printf "%s\\n" "$said"',
  '    if [ "$status" = 0 ]; then return 0; fi',
  '    case "$said" in *"temporarily locked"*) ;; *) return "$status" ;; esac',
  '    tries=$((tries + 1))',
  `    if [ "$tries" -ge ${secondsOf(waits.lockTries)} ]; then return 255; fi`,
  `    sleep ${secondsOf(waits.lockWait)}`,
  '  done',
  '}',
  'save_config() {',
  '  if [ -x /usr/libexec/vyos/vyos-save-config.py ]; then',
  '    sudo -n sg vyattacfg -c "umask 0002; /usr/libexec/vyos/vyos-save-config.py" </dev/null',
  '  else',
  `    sudo -n sg vyattacfg -c "umask 0002; ${SBIN}/vyatta-save-config.pl" </dev/null`,
  '  fi',
  '}',
]

const existsCheck = (name: string, wanted: boolean | null): string[] =>
  wanted === null
    ? []
    : [
        `${wanted ? '!' : ''} ${API} existsActive interfaces vxlan ${name} </dev/null && give_up exists 1 ${VYOS_EXIT.exists}`.trim(),
      ]

const commitLines = (step: number, undoes: boolean): string[] => [
  `say ${wordOf('begin', undoes)} ${step}`,
  // What was never committed needs no undo, and an empty commit is an error.
  `${undoes ? `if ! ${API} sessionChanged </dev/null; then s=0; else ` : ''}commit_session 2>&1; s=$?${undoes ? '; fi' : ''}`,
  `say ${wordOf('end', undoes)} ${step} "$s"`,
  `if [ "$s" = 255 ]; then give_up locked 1 ${VYOS_EXIT.locked}; fi`,
  `if [ "$s" != 0 ]; then give_up ${step} "$s" ${VYOS_EXIT.commit}; fi`,
]

/** commit's own status says nothing of the kernel's device: `ip link add` may have failed inside. */
const deviceCheck = (name: string, wanted: boolean | null): string[] =>
  wanted === null
    ? []
    : [`if ${wanted ? '! ' : ''}[ -e /sys/class/net/${name} ]; then give_up device 1 ${VYOS_EXIT.device}; fi`]

const saveLines = (step: number, undoes: boolean): string[] => [
  `say ${wordOf('begin', undoes)} ${step}; save_config 2>&1; s=$?; say ${wordOf('end', undoes)} ${step} "$s"`,
  `if [ "$s" != 0 ]; then give_up ${step} "$s" ${VYOS_EXIT.save}; fi`,
]

const configLine = (line: string, step: number, undoes: boolean): string[] => [
  `say ${wordOf('begin', undoes)} ${step}; ${SBIN}/my_${line} </dev/null 2>&1; s=$?; say ${wordOf('end', undoes)} ${step} "$s"`,
  ...(undoes && line.startsWith('delete ') ? [] : [`if [ "$s" != 0 ]; then give_up ${step} "$s" ${VYOS_EXIT.set}; fi`]),
]

const fileCheck = (name: string, wanted: boolean | null): string[] =>
  wanted === null
    ? []
    : [
        `if ${wanted ? '! ' : ''}grep -q 'vxlan ${name} {' /config/config.boot; then give_up file 1 ${VYOS_EXIT.file}; fi`,
      ]

const body = ({ lines, name, after, undoes = false, confirmMinutes }: VyosSession): string[] => {
  const commits = lines.lastIndexOf('commit')
  return lines.flatMap((line, index) => {
    const step = index + 1
    if (line === 'save') return saveLines(step, undoes)
    if (line !== 'commit') return configLine(line, step, undoes)
    const confirm =
      confirmMinutes === null || index !== commits
        ? []
        : [
            `sudo -n sg vyattacfg -c "config-mgmt commit_confirm -t ${secondsOf(confirmMinutes)} -y" </dev/null 2>&1 || give_up confirm 1 ${VYOS_EXIT.confirm}`,
          ]
    return [...confirm, ...commitLines(step, undoes), ...(index === commits ? deviceCheck(name, after) : [])]
  })
}

/**
 * One configuration session as a script for `VYOS_SHELL`: set up, look, set line by line, commit, look at the kernel, save, tear
 * down, look at the file. Each step has its own exit code; on any failure the session is discarded and torn down.
 */
export const buildVyosSession = (session: VyosSession): string => {
  const { lines, name, before, after } = session
  const saves = lines.includes('save')
  return [
    'source /opt/vyatta/etc/functions/script-template',
    ...functions(session),
    `${API} setupSession </dev/null || give_up setup "$?" ${VYOS_EXIT.setup}`,
    ...existsCheck(name, before),
    'export COMMIT_VIA=vxscope',
    ...body(session),
    ...(saves ? [`${API} unmarkSessionUnsaved </dev/null`] : []),
    `${API} teardownSession </dev/null`,
    ...(saves ? fileCheck(name, after) : []),
    'builtin exit 0',
    '',
  ].join('\n')
}

/** Lines whose effect is kept on the disk only once the change is known to be good. */
const withoutSave = (lines: readonly string[]): string[] => lines.filter(line => line !== 'save')

const usesConfirm = ({ method }: PlanNode): boolean => method === 'vyos1.4'

/** commit-confirm counts in minutes; the node's own undo must come first, since a reboot is what commit-confirm does. */
const minutesFor = ({ undoAfter, grace }: Waits): number => Math.ceil((undoAfter + grace) / 60) + 1

const confirmNow = 'config-mgmt confirm </dev/null 2>&1'

const undoSession = (plan: PlanNode, nonce: string, waits: VyosWaits): string =>
  buildVyosSession({
    lines: plan.undo,
    name: plan.name,
    before: null,
    after: null,
    confirmMinutes: null,
    nonce,
    waits,
    undoes: true,
  })

/**
 * A plan on one VyOS node, for `sh -s`: the session and its undo are on the node before anything runs, and neither dies with the
 * connection. From 1.4 on the commit is also a commit-confirm, and saved only when kept.
 */
export const buildVyosScript = (plan: PlanNode, nonce: string, waits: VyosWaits): string => {
  const confirms = usesConfirm(plan)
  const session = buildVyosSession({
    lines: confirms ? withoutSave(plan.commands) : plan.commands,
    name: plan.name,
    before: plan.action !== 'create',
    after: plan.action !== 'delete',
    confirmMinutes: confirms ? minutesFor(waits) : null,
    nonce,
    waits,
  })
  const undo = ['/bin/vbash -s <"$d/undo.vbash"', ...(confirms ? [confirmNow] : [])]
  const guard = plan.action === 'create' ? `! [ -e /sys/class/net/${plan.name} ]` : `[ -e /sys/class/net/${plan.name} ]`
  const files = { 'session.vbash': session, 'undo.vbash': undoSession(plan, nonce, waits) }
  return buildDetachedScript({ nonce, waits, undo, guard, files }, '/bin/vbash -s', 'session.vbash')
}

/** Keeps a plan on a VyOS node: from 1.4 on it is confirmed and saved first. For `sh -s`. */
export const buildVyosKeepScript = (plan: PlanNode, nonce: string, waits: VyosWaits): string => {
  if (!usesConfirm(plan)) return buildKeepScript(nonce, waits)
  const holds = `${plan.action === 'delete' ? '! ' : ''}grep -q 'vxlan ${plan.name} {' /config/config.boot`
  const save = plan.commands.includes('save')
    ? ` && sudo -n sg vyattacfg -c "umask 0002; /usr/libexec/vyos/vyos-save-config.py" && ${holds}`
    : ''
  return buildKeepScript(nonce, waits, `${confirmNow}${save}`)
}
