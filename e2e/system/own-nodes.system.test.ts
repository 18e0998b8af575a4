import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp, REFUSED_USER } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, temporaryFolder, until, untilConnected } from './running'

const NAME = uniqueInstance('o')
/** By then a change of the file has been seen, even where the system tells nothing of it. */
const SEEN_MS = 4_000
const lacking = await whyNoLab()

const portOf = (lab: LabInfo, name: string): number => lab.nodes.find(node => node.name === name)?.port ?? 0

/** As an engineer would write it: one node by password, one by alias, one behind the other, one whose user may not read. */
const inventoryText = (lab: LabInfo): string => `
knownHosts: known_hosts
defaults: { user: nobody }
nodes:
  - { name: bastion, host: 127.0.0.1, port: ${portOf(lab, 'vyos01')}, user: vyos, passwordEnv: LAB_PASSWORD }
  - { name: leaf7 }
  - { name: inner, host: 10.0.2.1, user: ops, identityFile: ${lab.identityFile}, proxyJump: bastion }
  - { name: closed, host: 127.0.0.1, port: ${portOf(lab, 'ubuntu')}, user: ${REFUSED_USER}, identityFile: ${lab.identityFile} }
  - { name: forgotten, host: 127.0.0.1, port: ${portOf(lab, 'ubuntu')}, user: ops, passwordEnv: NOT_SET }
`

/** Its User must win over the inventory's defaults, and its HostName stand for the name. */
const sshConfigText = (lab: LabInfo): string => `
Host leaf7
  HostName 127.0.0.1
  Port ${portOf(lab, 'vyos02')}
  User vyos
  IdentityFile ${lab.identityFile}
`

describe("an inventory of one's own", () => {
  let lab: LabInfo
  let runtime: Runtime
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let configFile: string

  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    folder = await temporaryFolder()
    await mkdir(path.join(folder.dir, '.ssh'), { mode: 0o700 })
    await writeFile(path.join(folder.dir, '.ssh/config'), sshConfigText(lab))
    const onLoopback = (await readFile(lab.knownHosts, 'utf8'))
      .split('\n')
      .filter(line => line.startsWith('[127.0.0.1]'))
    await writeFile(path.join(folder.dir, 'known_hosts'), `${onLoopback.join('\n')}\n`)
    configFile = path.join(folder.dir, 'vxscope.yaml')
    await writeFile(configFile, inventoryText(lab))
    const password = (await readFile(lab.passwordFile, 'utf8')).trimEnd()
    runtime = await startRuntime(configFile, { env: { LAB_PASSWORD: password }, home: folder.dir })
  })

  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))

  afterAll(async () => {
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
    await folder?.remove()
  })

  it('logs in by a password from the environment', () => untilConnected(runtime, ['bastion']))

  it('finds a node by its alias in ssh config', () => untilConnected(runtime, ['leaf7']))

  it('refuses a node behind a jump host whose key nobody has trusted, naming that key', async () => {
    const error = await until('inner to be refused', () => nodeOf(runtime, 'inner').error)
    expect(error).toMatchObject({ code: 'hostKeyUnknown', message: expect.stringMatching(/SHA256:[\w+/]{43}/) })
    expect(error.hint).toContain('vxscope trust inner')
  })

  it('reads it through the jump host once its key is trusted', async () => {
    await writeFile(path.join(folder.dir, 'known_hosts'), await readFile(lab.knownHosts))
    await untilConnected(runtime, ['inner'])
    expect(nodeOf(runtime, 'inner').addresses).toContainEqual({ ifname: 'eth1', address: '10.0.2.1', prefixlen: 24 })
  })

  it('says of a user who may not run commands what the login shell said', async () => {
    const error = await until('closed to fail', () => nodeOf(runtime, 'closed').error)
    expect(error.code).toBe('exitStatus')
    expect(error.message).toContain('This account is currently not available.')
  })

  it('says which environment variable is missing', async () => {
    const error = await until('forgotten to fail', () => nodeOf(runtime, 'forgotten').error)
    expect(error.code).toBe('config')
    expect(error.message).toContain('NOT_SET')
  })

  it('follows the file: a node that is added is read, one that is taken out is gone, the rest is left in peace', async () => {
    const before = nodeOf(runtime, 'bastion').readAt
    const text = inventoryText(lab).replace(/^.*name: forgotten.*$/m, '')
    await writeFile(configFile, `${text}  - { name: added, host: leaf7 }\n`)
    const names = () => runtime.bus.current().overlay.nodes.map(({ name }) => name)
    await until('the file to be read again', () => names().includes('added') && !names().includes('forgotten'))
    expect(Date.parse(nodeOf(runtime, 'bastion').readAt ?? '')).toBeGreaterThanOrEqual(Date.parse(before ?? ''))
    await untilConnected(runtime, ['added', 'bastion'])
  })

  it('keeps the last good inventory when the file is broken', async () => {
    await writeFile(configFile, 'nodes: [{ name: 7 }]\n')
    const seenAt = Date.now() + SEEN_MS
    await until('the change to have been seen', () => Date.now() > seenAt)
    // A device that changes is read at once: only a node that is still followed shows it.
    await labExec(NAME, 'vyos02', ['ip', 'link', 'set', 'vxlan0', 'mtu', '1440'])
    await until('a reading of after the change', () => Date.parse(nodeOf(runtime, 'added').readAt ?? '') > seenAt)
    expect(nodeOf(runtime, 'added').state).toBe('live')
  })

  it('tells what is wrong with the file until it is mended', async () => {
    const { access } = runtime
    await until('the file to be refused', () => access.inventoryError()?.hint.includes('nodes[0].name'))
    await writeFile(configFile, inventoryText(lab))
    await until('the file to be taken', () => access.inventoryError() === null)
  })
})
