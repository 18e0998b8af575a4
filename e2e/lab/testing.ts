import { type LabInfo, type Outcome, probeLab } from './lab'
import { canOverlay } from './probe'
import { findProgram } from './programs'
import { run } from './run'

/** Why tests over a real lab can't run here; null where they can. Give it to `context.skip`. */
export const whyNoLab = async (): Promise<string | null> => {
  const { possible, missing } = await probeLab()
  return possible ? null : missing.map(({ what, fix }) => `${what} (${fix})`).join('; ')
}

/** Why tests that change nodes as their ordinary users can't run here; null where they can. */
export const whyNoChanges = async (): Promise<string | null> => {
  const why = await whyNoLab()
  if (why !== null) return why
  if (findProgram('sudo') === undefined) return 'sudo is not installed (apt-get install sudo)'
  return (await canOverlay()) ? null : 'the kernel has no overlayfs (modprobe overlay)'
}

/** A name that no other run on this machine has. */
export const uniqueInstance = (letter: string): string => `${letter}${process.pid}`

/** What a client of the nodes is given: no configuration of the person who runs the tests, strict host keys. */
export const sshWords = (lab: LabInfo): string[] => [
  ...['ssh', '-F', 'none', '-o', 'StrictHostKeyChecking=yes', '-o', 'GlobalKnownHostsFile=none'],
  ...['-o', `UserKnownHostsFile=${lab.knownHosts}`],
]

/** Log in by the lab's key, and never ask. */
export const byKey = (lab: LabInfo): string[] => [
  ...['-i', lab.identityFile, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
]

const portOf = (lab: LabInfo, nodeName: string): string[] => {
  const node = lab.nodes.find(({ name }) => name === nodeName)
  if (!node?.port) throw new Error(`node ${nodeName} has no port`)
  return ['-p', String(node.port)]
}

const userOf = (lab: LabInfo, nodeName: string): string => lab.nodes.find(({ name }) => name === nodeName)?.user ?? ''

/** The words of OpenSSH that log in to a node by key, as its ordinary user unless told otherwise. */
export const nodeWords = (lab: LabInfo, node: string, user = userOf(lab, node)): string[] => [
  ...sshWords(lab),
  ...byKey(lab),
  ...portOf(lab, node),
  `${user}@127.0.0.1`,
]

/** Runs a command line on a node. */
export const overSsh = (lab: LabInfo, node: string, command: string, user?: string): Promise<Outcome> =>
  run([...nodeWords(lab, node, user), command])

/** The same by password, which `askPass` prints: a program as OpenSSH's `SSH_ASKPASS` wants it. */
export const overSshByPassword = (lab: LabInfo, node: string, askPass: string, command: string): Promise<Outcome> => {
  const only = ['-o', 'PreferredAuthentications=password', '-o', 'NumberOfPasswordPrompts=1']
  return run([...sshWords(lab), ...only, ...portOf(lab, node), `${userOf(lab, node)}@127.0.0.1`, command], {
    env: { ...process.env, SSH_ASKPASS: askPass, SSH_ASKPASS_REQUIRE: 'force' },
  })
}

/** Rows as a set: order is the kernel's hash table's, and old releases end lines with a blank. */
export const asRows = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .sort()

/** What the root namespace has of links, addresses and routes. */
export const rootNamespace = async (): Promise<string> => {
  const outputs = await Promise.all(
    [
      ['-o', 'link'],
      ['-br', 'addr'],
      ['route', 'show', 'table', 'all'],
    ].map(words => run(['ip', ...words])),
  )
  return outputs.map(({ stdout }) => stdout).join('\n')
}

/** The `lab` command as a person runs it. */
export const labCommand = (...argv: string[]): Promise<Outcome> => run([process.execPath, 'e2e/lab/bin.mjs', ...argv])
