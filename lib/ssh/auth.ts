// Its values by the default export: ssh2 is CommonJS, of which Node itself sees only some names.
import ssh2, {
  type AnyAuthMethod,
  type AuthenticationType,
  type IdentityCallback,
  type NextAuthHandler,
  type ParsedKey,
  type Prompt,
} from 'ssh2'
import type { NodeError } from '@/lib/model/error'
import { type Identity, readIdentity } from './identity'
import { nodeError } from './node-error'
import type { PasswordSource } from './password'
import type { SshTarget } from './target'

/** One way to log in: what the server calls it, what a person calls it. */
interface Way {
  method: 'publickey' | 'password' | 'keyboard-interactive'
  label: string
  prepare(): Promise<AnyAuthMethod | NodeError>
}

/** Logs in to one target, once: hands ssh2 one way after the other and remembers what became of them. */
export interface Authentication {
  next(left: AuthenticationType[] | null, next: NextAuthHandler): void
  /** A way that failed without the server's doing (the agent went away). */
  note(text: string): void
  /** What was offered last: once logged in, what it was by. */
  readonly by: string | null
  /** True when no way is left: the next error of ssh2 says so. */
  readonly exhausted: boolean
  failure(): NodeError
}

/** Shows only some of an agent's keys. */
class PartOfAgent extends ssh2.OpenSSHAgent {
  constructor(
    socket: string,
    private readonly wanted: (publicKey: Buffer) => boolean,
  ) {
    super(socket)
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, keys) => {
      callback(error, keys?.filter(key => 'getPublicSSH' in key && this.wanted(key.getPublicSSH())) ?? [])
    })
  }
}

/** ssh2 ends the login when it is handed `false`; its type declarations leave that out. */
const handOver = (next: NextAuthHandler, way: AnyAuthMethod | false): void => {
  const take = next as (way: AnyAuthMethod | false) => void
  take(way)
}

const agentWay = (target: SshTarget, socket: string, label: string, wanted: (key: Buffer) => boolean): Way => ({
  method: 'publickey',
  label,
  prepare: async () => ({ type: 'agent', username: target.user, agent: new PartOfAgent(socket, wanted) }),
})

/**
 * Keys first, the password last. Of the agent, the keys that somebody named go first and the rest after the named files,
 * since a server cuts off after a few wrong ones (MaxAuthTries 6).
 */
const planWays = (target: SshTarget, identities: readonly Identity[]): Way[] => {
  const named = (key: Buffer) => identities.some(({ publicKey }) => publicKey?.equals(key))
  const files = identities.flatMap(({ file, key }): Way[] =>
    key === null
      ? []
      : [
          {
            method: 'publickey',
            label: file,
            prepare: async () => ({ type: 'publickey', username: target.user, key }),
          },
        ],
  )
  const ways: Way[] = []
  const { agent } = target
  const split = target.identitiesNamed || target.identitiesOnly
  if (agent && split) ways.push(agentWay(target, agent, "the agent's named keys", named))
  if (agent && !split) ways.push(agentWay(target, agent, 'the agent', () => true))
  ways.push(...files)
  if (agent && split && !target.identitiesOnly) {
    ways.push(agentWay(target, agent, "the agent's other keys", key => !named(key)))
  }
  if (target.password) ways.push(...passwordWays(target, target.password))
  return ways
}

const passwordWays = (target: SshTarget, password: PasswordSource): Way[] => [
  {
    method: 'password',
    label: 'password',
    prepare: async () => {
      const secret = await password()
      return secret.ok ? { type: 'password', username: target.user, password: secret.value } : secret.error
    },
  },
  {
    method: 'keyboard-interactive',
    label: 'keyboard-interactive with the password',
    prepare: async () => {
      const secret = await password()
      if (!secret.ok) return secret.error
      let asked = false
      // One question that isn't echoed is the password, once. Anything else (a one-time code) isn't ours to answer.
      const prompt = (
        _name: string,
        _text: string,
        _lang: string,
        prompts: Prompt[],
        finish: (a: string[]) => void,
      ) => {
        const isPassword = !asked && prompts.length === 1 && prompts[0]?.echo !== true
        asked = true
        finish(isPassword ? [secret.value] : [])
      }
      return { type: 'keyboard-interactive', username: target.user, prompt }
    },
  },
]

/** Reads the target's keys and makes ready to log in. */
export const prepareAuthentication = async (target: SshTarget): Promise<Authentication> => {
  const identities = await Promise.all(target.identityFiles.map(readIdentity))
  const ways = planWays(target, identities)
  const notes: string[] = []
  const tried: string[] = []
  let accepts: string[] = []
  let broken: NodeError | null = null
  let exhausted = false

  const offer = async (next: NextAuthHandler): Promise<void> => {
    for (let way = ways.shift(); way; way = ways.shift()) {
      if (!accepts.includes(way.method)) continue
      const prepared = await way.prepare()
      if ('code' in prepared) {
        broken = prepared
        break
      }
      tried.push(way.label)
      return handOver(next, prepared)
    }
    exhausted = true
    handOver(next, false)
  }

  return {
    next: (left, next) => {
      // "none" first, as ssh does: the refusal tells which ways the server takes, and no password is sent in vain.
      if (left === null) return handOver(next, { type: 'none', username: target.user })
      accepts = left
      void offer(next)
    },
    note: text => notes.push(text),
    get by() {
      return tried.at(-1) ?? null
    },
    get exhausted() {
      return exhausted
    },
    failure: () => broken ?? authFailure(target, identities, { accepts, tried, notes }),
  }
}

interface Course {
  accepts: string[]
  tried: string[]
  notes: string[]
}

const authFailure = (
  target: SshTarget,
  identities: readonly Identity[],
  { accepts, tried, notes }: Course,
): NodeError => {
  const who = `${target.user}@${target.host}`
  const problems = identities.filter(({ file, problem }) => problem !== null && isNamed(target, file, problem))
  const required = problems.find(identity => isUnusable(target, identity))
  const course = tried.length > 0 ? `tried: ${tried.join(', ')}` : 'there was nothing to log in with'
  const server = accepts.length > 0 ? `; the server takes: ${accepts.join(', ')}` : ''
  if (required?.note) {
    return nodeError(
      'config',
      `${required.note} (identityFile of ${target.name}), and nothing else let ${who} in; ${course}${server}`,
      KEY_HINT,
    )
  }
  const encrypted = problems.find(({ problem }) => problem === 'encrypted')
  const also = [...problems.flatMap(({ note }) => note ?? []), ...notes]
  return nodeError(
    'auth',
    `${who} was refused; ${course}${server}${also.length > 0 ? `; ${also.join('; ')}` : ''}`,
    encrypted
      ? `Add the key to an ssh-agent (ssh-add ${encrypted.file}) and start vxscope with its SSH_AUTH_SOCK, or name a key without passphrase.`
      : authHint(target, accepts, tried),
  )
}

const KEY_HINT =
  'Correct identityFile in the inventory (relative to the inventory file), or let the user who runs vxscope read it.'

/** Whether the inventory names a key that can't be had. An encrypted one may be in the agent. */
const isUnusable = ({ requiredIdentityFiles }: SshTarget, { file, problem }: Identity): boolean =>
  problem !== null && problem !== 'encrypted' && requiredIdentityFiles.includes(file)

/** What is wrong with the key that the inventory names, though something else lets in. */
export const unusableKey = async (target: SshTarget): Promise<NodeError | null> => {
  const identities = await Promise.all(target.requiredIdentityFiles.map(readIdentity))
  const found = identities.find(identity => isUnusable(target, identity))
  return found ? nodeError('config', `${found.note} (identityFile of ${target.name})`, KEY_HINT) : null
}

/** The usual key files are often absent; only those that somebody named are worth a word. */
const isNamed = (target: SshTarget, file: string, problem: Identity['problem']) =>
  problem !== 'missing' || (target.identitiesNamed && target.identityFiles.includes(file))

const authHint = (target: SshTarget, accepts: string[], tried: string[]): string => {
  if (tried.length > 0) {
    return `Check that the user is right and that its authorized_keys (or password) on the node fits: ssh -p ${target.port} ${target.user}@${target.host}`
  }
  const passwordOnly = !accepts.includes('publickey')
  return passwordOnly
    ? 'The server takes passwords only: set passwordEnv or passwordFile for this node in the inventory.'
    : 'Set identityFile for this node in the inventory, or start vxscope with an ssh-agent.'
}
