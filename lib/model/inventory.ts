import { z } from 'zod'
import { ApplySettings } from './apply-settings'

/** In this file a schema's message is what it expects, whatever is wrong: `lib/server/inventory` shows it after "expected". */
const text = (expected: string, pattern: RegExp) => z.string(expected).regex(pattern, expected)

const PORT = 'a whole number from 1 to 65535'
const POLL = 'a number of seconds from 0.5 to 3600'
const TAG = 'a word of at most 64 characters'
const TAGS = 'a list of at most 32 words'

/** What a node may be called: it stands in URLs, file names and on the command line. */
export const NodeName = text(
  'a name of letters, digits, ".", "_" and "-", at most 63, beginning with a letter or a digit',
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
)

/** A host name, an IP address or an alias of ~/.ssh/config. No blank and no leading "-": it must never read as an option. */
const Host = text(
  'a host name, an IP address or an alias of ~/.ssh/config',
  /^[A-Za-z0-9[:_][A-Za-z0-9._:%[\]-]{0,252}$/,
)
const User = text('a login name', /^[A-Za-z_][A-Za-z0-9._@\\$-]{0,63}$/)
const Port = z.int(PORT).min(1, PORT).max(65535, PORT)
const FilePath = text('the path of a file', /^[^\p{Cc}]{1,4096}$/u)
/** [user@]host[:port] as in ssh_config(5), ProxyJump; `lib/ssh` reads it. */
const HOP = String.raw`(?:ssh:\/\/)?(?:[A-Za-z0-9_][A-Za-z0-9._@\\$-]{0,63}@)?(?:\[[0-9A-Fa-f:.%a-z]+\]|[A-Za-z0-9_][A-Za-z0-9._%-]{0,252})(?::\d{1,5})?\/?`
const ProxyJump = text(
  'a node, a host or an alias of ~/.ssh/config, as in "bastion" or "ops@10.0.0.5:2222"; at most 8 with "," between',
  new RegExp(`^ *${HOP}(?: *, *${HOP}){0,7} *$`),
)

/** Platforms an inventory may name; found out where it doesn't. */
export const PlatformName = z.enum(['vyos', 'linux', 'ovs'], 'vyos, linux or ovs')
export type PlatformName = z.infer<typeof PlatformName>

const login = {
  user: User.optional(),
  port: Port.optional(),
  identityFile: FilePath.optional(),
  passwordEnv: text('the name of an environment variable', /^[A-Za-z_][A-Za-z0-9_]{0,254}$/).optional(),
  passwordFile: FilePath.optional(),
  proxyJump: ProxyJump.optional(),
}

/** What holds for every node that doesn't say otherwise. */
export const InventoryDefaults = z.strictObject(login, 'a mapping, as in { user: ops, port: 22 }')
export type InventoryDefaults = z.infer<typeof InventoryDefaults>

/** One SSH host as written in `vxscope.yaml`, with `defaults` not yet merged in. Without `host`, `name` is the host. */
export const InventoryNode = z.strictObject(
  {
    name: NodeName,
    host: Host.optional(),
    ...login,
    platform: PlatformName.optional(),
    tags: z.array(z.string(TAG).min(1, TAG).max(64, TAG), TAGS).max(32, TAGS).optional(),
  },
  'a node, as in { name: leaf1, host: 10.0.0.1 }',
)
export type InventoryNode = z.infer<typeof InventoryNode>

const DAYS = 'a number of days from 0.01 to 3660'
const MEGABYTES = 'a whole number of megabytes from 16 to 1000000'

/** Where what happened is kept, and how much of it. Read at the start of the server. */
export const HistorySettings = z.strictObject(
  {
    file: FilePath.optional(),
    days: z.number(DAYS).min(0.01, DAYS).max(3660, DAYS).optional(),
    megabytes: z.int(MEGABYTES).min(16, MEGABYTES).max(1_000_000, MEGABYTES).optional(),
  },
  'a mapping, as in { days: 30, megabytes: 2048 }',
)
export type HistorySettings = z.infer<typeof HistorySettings>

const MOVES = 'a whole number of moves from 2 to 1000'
const WITHIN = 'a number of seconds from 1 to 86400'

/** When a MAC counts as flapping: so many moves within so many seconds. RFC 7432 §15.1 says 5 and 180. */
export const FlappingSettings = z.strictObject(
  {
    moves: z.int(MOVES).min(2, MOVES).max(1000, MOVES).default(5),
    within: z.number(WITHIN).min(1, WITHIN).max(86_400, WITHIN).default(180),
  },
  'a mapping, as in { moves: 5, within: 180 }',
)
export type FlappingSettings = z.infer<typeof FlappingSettings>

const ENV = 'the name of an environment variable'
const Env = text(ENV, /^[A-Za-z_][A-Za-z0-9_]{0,254}$/)
const HTTP_URL = 'an http or https URL'
/** As HTTP has header names (RFC 9110 §5.6.2). */
const HeaderName = text('the name of a header', /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/)
const HEADERS = 'a mapping of headers'
const ONE_URL = 'one of url, urlEnv and urlFile'

/** Who is told when a finding opens or closes. No secret stands in it: an address that is one comes from elsewhere, as headers do. */
export const Webhook = z
  .strictObject(
    {
      /** What it is called in metrics and logs; else its host. */
      name: z.string(TAG).min(1, TAG).max(64, TAG).optional(),
      url: z
        .url({ protocol: /^https?$/, error: HTTP_URL })
        .max(2000, HTTP_URL)
        .optional(),
      urlEnv: Env.optional(),
      urlFile: FilePath.optional(),
      format: z.enum(['json', 'alertmanager'], 'json or alertmanager').default('json'),
      /** What is less bad isn't told. */
      severity: z.enum(['error', 'warning', 'info'], 'error, warning or info').default('info'),
      headersEnv: z.record(HeaderName, Env, HEADERS).optional(),
      headersFile: z.record(HeaderName, FilePath, HEADERS).optional(),
    },
    'a webhook, as in { url: "http://127.0.0.1:9093/api/v2/alerts", format: alertmanager }',
  )
  .refine(({ url, urlEnv, urlFile }) => [url, urlEnv, urlFile].filter(each => each !== undefined).length === 1, ONE_URL)
export type Webhook = z.infer<typeof Webhook>
const HOURS = 'a number of hours from 0.01 to 720'
const ORIGIN = 'the beginning of an address, as in https://vxscope.example.net'
const PROXY = 'an IP address'

/** Who may log in and how. */
export const AccessSettings = z.strictObject(
  {
    /** Where users, tokens and the secret of sessions are kept. */
    folder: FilePath.optional(),
    /** How long a login lasts. */
    hours: z.number(HOURS).min(0.01, HOURS).max(720, HOURS).default(12),
    /** Under which names the server is opened, besides addresses of this machine. With https cookies are for https alone. */
    origins: z
      .array(text(ORIGIN, /^https?:\/\/[A-Za-z0-9.-]{1,253}(?::\d{1,5})?$/), 'a list of origins')
      .max(32, 'at most 32 origins')
      .default([]),
    /** Proxies whose X-Forwarded-For is believed. */
    proxies: z
      .array(z.union([z.ipv4(PROXY), z.ipv6(PROXY)], PROXY), 'a list of IP addresses')
      .max(32)
      .default([]),
    /** How long the audit log is kept. */
    auditDays: z.number(DAYS).min(0.01, DAYS).max(3660, DAYS).default(400),
  },
  'a mapping, as in { hours: 12, origins: [https://vxscope.example.net] }',
)
export type AccessSettings = z.infer<typeof AccessSettings>

/** The inventory file `vxscope.yaml`. Paths are as written; relative ones are relative to the file. */
export const Inventory = z.strictObject(
  {
    readOnly: z.boolean('true or false').default(true),
    /** Operators may send pings through the overlay. */
    probe: z.boolean('true or false').default(false),
    /** Operators may capture VXLAN packets on nodes, headers alone. */
    capture: z.boolean('true or false').default(false),
    /** Our own file of trusted host keys, which `vxscope trust` writes. The user's known_hosts is only read. */
    knownHosts: FilePath.optional(),
    /** Seconds between two full readings of a node. */
    pollInterval: z.number(POLL).min(0.5, POLL).max(3600, POLL).default(2),
    history: HistorySettings.default({}),
    flapping: FlappingSettings.default({ moves: 5, within: 180 }),
    apply: ApplySettings.default(ApplySettings.parse({})),
    webhooks: z.array(Webhook, 'a list of webhooks').max(20, 'at most 20 webhooks').default([]),
    access: AccessSettings.prefault({}),
    defaults: InventoryDefaults.default({}),
    nodes: z.array(InventoryNode, 'a list of nodes; [] for none').max(5000, 'at most 5000 nodes').default([]),
  },
  'a mapping with "nodes" in it',
)
export type Inventory = z.infer<typeof Inventory>
