import {
  parseAddrJson,
  parseAddrText,
  parseFdbJson,
  parseFdbText,
  parseLinkJson,
  parseLinkText,
  parseNexthopJson,
  parseRouteJson,
  parseRouteText,
  parseVlanTunnelJson,
  parseVniJson,
  type Rows,
  renderVxlanLine,
} from '@/lib/iproute2'
import type { NodeError } from '@/lib/model/error'
import type { NexthopRow, VlanTunnelRow, VniRow } from '@/lib/model/iproute2'
import type {
  FdbEntry,
  Link,
  Nexthop,
  Profile,
  RawOutput,
  Reading,
  RouteSource,
  VlanTunnel,
  VniRange,
} from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { fdbEntryFrom } from './fdb-entries'
import { entriesAsBefore } from './known-entries'
import { linksFrom } from './links'
import { printedFdbLines, printedLinkLines } from './printed-lines'
import { ROUTE_QUERY } from './queries'
import { type Answer, commandLine } from './script'

/** Without these there is no reading; the others add to it. */
const REQUIRED = new Set(['link', 'addr', 'fdb'])

const COMMAND_NOT_FOUND = 127

const failed = ({ query, status, stderr }: Answer): NodeError => {
  const said = stderr.replace(/\p{C}/gu, ' ').trim().slice(0, 300)
  const command = commandLine(query.argv)
  return status === COMMAND_NOT_FOUND
    ? {
        code: 'commandMissing',
        message: `no ${query.argv[0]} command`,
        hint: 'It was there when the connection was made. Is iproute2 being installed or removed on the node?',
      }
    : {
        code: 'exitStatus',
        message: `${command} ended with status ${status}${said ? `: ${said}` : ''}`,
        hint: `Run \`${command}\` on the node as the same user: what it says there is what stands in the way.`,
      }
}

/** Reads one answer and keeps, beside what it gave, what was printed and what could not be read of it. */
const createReader = (answers: readonly Answer[]) => {
  const outputs: RawOutput[] = []
  const byId = new Map(answers.map(answer => [answer.query.id, answer]))
  const read = <Row>(id: string, json: boolean, parse: (text: string) => Rows<Row>): Rows<Row> => {
    const answer = byId.get(id)
    if (!answer) return { rows: [], issues: [] }
    const rows = parse(answer.stdout)
    const complaint = answer.status === 0 ? [] : [{ line: 0, text: failed(answer).message }]
    outputs.push({
      command: commandLine(answer.query.argv),
      format: json ? 'json' : 'text',
      output: answer.stdout,
      issues: [...rows.issues, ...complaint],
    })
    return rows
  }
  return { outputs, read, stdoutOf: (id: string) => byId.get(id)?.stdout ?? '' }
}

const nexthopsFrom = (rows: readonly NexthopRow[]): Nexthop[] => {
  const gateways = new Map(rows.map(({ id, gateway }) => [id, gateway]))
  return rows.map(({ id, gateway, group }) => ({
    id,
    gateways: (group ? group.map(member => gateways.get(member.id)) : [gateway]).filter(hop => hop !== undefined),
  }))
}

const vnisFrom = (rows: readonly VniRow[]): VniRange[] =>
  rows.flatMap(({ ifname, vnis }) =>
    vnis.map(({ vni, vniEnd, group, remote }) => ({
      ifname,
      first: vni,
      last: vniEnd ?? vni,
      group: group ?? null,
      remote: remote ?? null,
    })),
  )

const vlanTunnelsFrom = (rows: readonly VlanTunnelRow[]): VlanTunnel[] =>
  rows.flatMap(({ ifname, tunnels }) =>
    tunnels.map(({ vlan, vlanEnd, tunid, tunidEnd }) => ({
      ifname,
      vlanFirst: vlan,
      vlanLast: vlanEnd ?? vlan,
      vniFirst: tunid,
      vniLast: tunidEnd ?? tunid,
    })),
  )

type Reader = ReturnType<typeof createReader>

const routesFrom = (answers: readonly Answer[], json: boolean, { read }: Reader): RouteSource[] =>
  answers
    .filter(({ query }) => query.id.startsWith(ROUTE_QUERY))
    .map(({ query }) => {
      const route = read(query.id, json, json ? parseRouteJson : parseRouteText).rows[0]
      return { remote: query.id.slice(ROUTE_QUERY.length), source: route?.prefsrc ?? null, dev: route?.dev ?? null }
    })

const fdbFrom = (json: boolean, { read, stdoutOf, outputs }: Reader): FdbEntry[] => {
  const { rows, issues } = read('fdb', json, json ? parseFdbJson : parseFdbText)
  const printed = json ? null : printedFdbLines(stdoutOf('fdb'), issues, rows.length)
  const entries: FdbEntry[] = []
  for (const [index, row] of rows.entries()) {
    const entry = fdbEntryFrom(row, printed?.[index] ?? null)
    if (entry) entries.push(entry)
    else outputs.at(-1)?.issues.push({ line: 0, text: `an entry that names no device: ${row.mac}` })
  }
  return entries
}

/** Devices and their addresses, as printed in two answers. */
const DEVICE_QUERIES = ['link', 'addr']

/** What need not be read again: devices, and entries where these are known, too. */
export interface Known {
  links: Link[]
  fdb: FdbEntry[] | null
  outputs: RawOutput[]
  /** Those that told of it. */
  answers: ReadonlySet<Answer>
}

/** Entries are printed with their devices' names: where these are other ones, nothing is as before. */
function* knownEntries(
  { query, status, stdout }: Answer,
  readAt: number,
  { outputs, fdb, readAt: before }: Reading,
): Generator<void, FdbEntry[] | null> {
  const command = commandLine(query.argv)
  const known = outputs.find(output => output.command === command)
  if (known?.format !== 'json' || known.issues.length > 0 || status !== 0) return null
  return yield* entriesAsBefore(stdout, readAt, { text: known.output, fdb, readAt: before })
}

/**
 * What the last reading made of these answers, where the node printed the very same again, entries with other ages at most;
 * `null` where the devices are others. Gives way now and then: an answer may have millions of characters.
 */
export function* knownOf(
  answers: readonly Answer[],
  readAt: number,
  previous: Reading | null,
): Generator<void, Known | null> {
  const about = answers.filter(({ query }) => DEVICE_QUERIES.includes(query.id))
  const outputs = about.flatMap(({ query, stdout }) => {
    const command = commandLine(query.argv)
    return previous?.outputs.find(output => output.command === command && output.output === stdout) ?? []
  })
  if (!previous || outputs.length !== DEVICE_QUERIES.length) return null
  const { links } = previous
  const answer = answers.find(({ query }) => query.id === 'fdb')
  const fdb = answer ? yield* knownEntries(answer, readAt, previous) : null
  if (!answer || !fdb) return { links, outputs, answers: new Set(about), fdb: null }
  const output: RawOutput = {
    ...{ command: commandLine(answer.query.argv), format: 'json', output: answer.stdout, issues: [] },
  }
  return { links, fdb, outputs: [...outputs, output], answers: new Set([...about, answer]) }
}

const toEnd = <T>(steps: Generator<void, T>): T => {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const linksOf = ({ ipJson }: Profile, { read, stdoutOf }: Reader): Link[] => {
  const linkRows = read('link', ipJson, ipJson ? parseLinkJson : parseLinkText).rows
  const addrRows = read('addr', ipJson, ipJson ? parseAddrJson : parseAddrText).rows
  const printed = ipJson ? new Map<number, string>() : printedLinkLines(stdoutOf('link'))
  return linksFrom(linkRows, addrRows, row => {
    const line = printed.get(row.ifindex)
    return line === undefined ? { evidence: renderVxlanLine(row), rendered: true } : { evidence: line, rendered: false }
  })
}

/**
 * The answers to `readingQueries` → a reading taken at `readAt` (ms since 1970). Fails only where a required command did.
 * Devices that are printed as in `previous`, the same node's last reading, are its very objects, and so are entries that are
 * printed as there: most often nothing changed.
 */
export const parseReading = (
  profile: Profile,
  answers: readonly Answer[],
  readAt: number,
  previous: Reading | null = null,
  known: Known | null = toEnd(knownOf(answers, readAt, previous)),
): Result<Reading, NodeError> => {
  const broken = answers.find(({ query, status }) => REQUIRED.has(query.id) && status !== 0)
  if (broken) return fail(failed(broken))
  const { ipJson, bridgeJson } = profile
  const reader = createReader(answers)
  const { read, outputs } = reader
  if (known) outputs.push(...known.outputs)
  const links = known?.links ?? linksOf(profile, reader)
  return ok({
    readAt,
    profile,
    links,
    fdb: known?.fdb ?? fdbFrom(bridgeJson, reader),
    nexthops: nexthopsFrom(read('nexthop', true, parseNexthopJson).rows),
    vnis: vnisFrom(read('vni', bridgeJson, parseVniJson).rows),
    vlanTunnels: vlanTunnelsFrom(read('vlanTunnel', bridgeJson, parseVlanTunnelJson).rows),
    routes: routesFrom(answers, ipJson, reader),
    outputs,
  })
}
