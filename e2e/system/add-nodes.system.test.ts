import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET as getSshConfig } from '@/app/api/v1/import/ssh-config/route'
import { DELETE as deleteNode, PUT as putNode } from '@/app/api/v1/nodes/[name]/route'
import { POST as postTest } from '@/app/api/v1/nodes/[name]/test/route'
import { POST as postTrust } from '@/app/api/v1/nodes/[name]/trust/route'
import { POST as postNodes } from '@/app/api/v1/nodes/route'
import { changeHostKey, type LabInfo, labDown, labUp, startSshd, stopSshd } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { InventoryNode } from '@/lib/model/inventory'
import { TestStep } from '@/lib/model/nodes-api'
import { answering } from '@/lib/server/access/testing'
import { keepRuntime } from '@/lib/server/instance'
import { type Serving, startServing } from '@/lib/server/serving'
import { nodeOf, temporaryFolder, until, untilConnected } from './running'

const importSshConfig = answering(getSshConfig)
const changeNode = answering(putNode)
const removeNode = answering(deleteNode)
const testNode = answering(postTest)
const trustNode = answering(postTrust)
const addNodes = answering(postNodes)

const NAME = uniqueInstance('n')
const HOST = '127.0.0.1:3000'
const SSH_CONFIG = 'Host leaf7 *.lab\n  HostName 127.0.0.1\n'
const lacking = await whyNoLab()

const request = (method: string, body?: unknown, headers: Record<string, string> = {}) =>
  new Request(`http://${HOST}/api/v1/nodes`, {
    method,
    headers: { host: HOST, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

const at = (name: string) => ({ params: Promise.resolve({ name }) })

const read = async (response: Response) => ({ status: response.status, body: await response.json() })

/** The last word on each step. */
const tryOut = async (name: string, node?: InventoryNode): Promise<TestStep[]> => {
  const response = await testNode(request('POST', node ? { node } : {}), at(name))
  const lines = (await response.text()).trim().split('\n')
  return lines.map(line => TestStep.parse(JSON.parse(line))).filter(({ status }) => status !== 'running')
}

const words = (steps: readonly TestStep[]) =>
  steps.map(({ step, host, jump, status }) => `${jump ? `${host} ` : ''}${step} ${status}`)

const trust = async (node: InventoryNode, fingerprint: string, host = node.name) =>
  read(await trustNode(request('POST', { node, host, fingerprint }), at(node.name)))

describe('adding nodes to an inventory that does not exist yet', () => {
  let lab: LabInfo
  let serving: Serving
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let configFile: string

  const specOf = (name: string): InventoryNode => {
    const node = lab.nodes.find(candidate => candidate.name === name)
    if (!node?.port) throw new Error(`no port of ${name}`)
    return { name, host: '127.0.0.1', port: node.port, user: node.user, identityFile: lab.identityFile }
  }

  /** Tests, trusts the key it showed, and tests again. */
  const makeKnown = async (node: InventoryNode): Promise<TestStep[]> => {
    const shown = (await tryOut(node.name, node)).at(-1)?.key?.fingerprint ?? ''
    expect(await trust(node, shown)).toMatchObject({ status: 200, body: { fingerprint: shown } })
    return tryOut(node.name, node)
  }

  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    folder = await temporaryFolder()
    await mkdir(path.join(folder.dir, '.ssh'))
    await writeFile(path.join(folder.dir, '.ssh/config'), SSH_CONFIG)
    configFile = path.join(folder.dir, 'vxscope.yaml')
    serving = await keepRuntime(() => startServing(configFile, folder.dir))
  })

  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))

  afterAll(async () => {
    await serving?.stop()
    if (!lacking) await labDown(NAME)
    await folder?.remove()
  })

  it('stops at a key that nobody knows, and shows it', async () => {
    const steps = await tryOut('ubuntu', specOf('ubuntu'))
    expect(words(steps)).toEqual(['reach ok', 'hostKey failed'])
    expect(steps.at(-1)).toMatchObject({
      error: { code: 'hostKeyUnknown' },
      key: { verdict: 'unknown', fingerprint: expect.stringMatching(/^SHA256:/) },
    })
  })

  it('trusts no other key than the one that was seen', async () => {
    const refused = await trust(specOf('ubuntu'), `SHA256:${'A'.repeat(43)}`)
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'otherKey' } } })
    expect(words(await tryOut('ubuntu', specOf('ubuntu'))).at(-1)).toBe('hostKey failed')
  })

  it('goes through all steps once the key is trusted, and tells what it read', async () => {
    const steps = await makeKnown(specOf('ubuntu'))
    expect(words(steps)).toEqual(['reach ok', 'hostKey ok', 'login ok', 'commands ok', 'reading ok'])
    expect(steps.at(-1)?.detail).toMatch(/^1 VXLAN device, VNI 42, \d+ FDB entries$/)
  })

  it('says that the key named for a node can’t be read, though another lets in', async () => {
    const node = { ...specOf('ubuntu'), identityFile: '/nonexistent' }
    await writeFile(path.join(folder.dir, '.ssh/id_ed25519'), await readFile(lab.identityFile), { mode: 0o600 })
    const config = path.join(folder.dir, '.ssh/config')
    await writeFile(config, `${SSH_CONFIG}Host *\n  IdentityFile ~/.ssh/id_ed25519\n`)
    const steps = await tryOut('ubuntu', node)
    await writeFile(config, SSH_CONFIG)
    expect(words(steps)).toEqual(['reach ok', 'hostKey ok', 'login failed'])
    expect(steps.at(-1)).toMatchObject({
      error: { code: 'config' },
      detail: `/nonexistent does not exist (identityFile of ubuntu); logged in as ops by ${folder.dir}/.ssh/id_ed25519 all the same`,
    })
  })

  it('writes the file with the first node, follows it, and then two more', async () => {
    const first = await read(await addNodes(request('POST', { nodes: [specOf('ubuntu')] })))
    expect(first).toMatchObject({ status: 201, body: { file: 'vxscope.yaml', nodes: ['ubuntu'] } })
    await untilConnected(serving, ['ubuntu'])
    const others = ['vyos01', 'vyos02'].map(specOf)
    for (const node of others) await makeKnown(node)
    await addNodes(request('POST', { nodes: others }))
    await untilConnected(serving, ['ubuntu', 'vyos01', 'vyos02'])
    const { vnis, nodes } = serving.bus.current().overlay
    expect(nodes).toHaveLength(3)
    expect(vnis).toMatchObject([{ vni: 42, members: [{}, {}, {}] }])
  })

  it('refuses a name that is there, naming the field', async () => {
    const refused = await read(await addNodes(request('POST', { nodes: [specOf('ubuntu')] })))
    expect(refused).toMatchObject({
      status: 422,
      body: { error: { code: 'nameTaken' }, fields: [{ field: 'nodes.0.name' }] },
    })
  })

  it('changes nothing for a page of another site', async () => {
    const before = await readFile(configFile, 'utf8')
    const foreign = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' }
    const asked = [
      addNodes(request('POST', { nodes: [{ name: 'evil' }] }, foreign)),
      removeNode(request('DELETE', undefined, foreign), at('ubuntu')),
      changeNode(request('PUT', { name: 'evil' }, foreign), at('ubuntu')),
      testNode(request('POST', {}, foreign), at('ubuntu')),
      trustNode(request('POST', {}, foreign), at('ubuntu')),
    ]
    for (const response of await Promise.all(asked)) expect(response.status).toBe(403)
    expect(await readFile(configFile, 'utf8')).toBe(before)
  })

  it('says where the way ends: a port nobody listens on, a user who is refused, a host behind a jump host', async () => {
    const closed = await tryOut('closed', { ...specOf('ubuntu'), name: 'closed', port: 1 })
    expect(closed).toMatchObject([{ step: 'reach', status: 'failed', error: { code: 'unreachable' } }])
    const stranger = await tryOut('stranger', { ...specOf('ubuntu'), name: 'stranger', user: 'stranger' })
    expect(stranger.at(-1)).toMatchObject({ step: 'login', status: 'failed', error: { code: 'auth' } })
    const behind = {
      name: 'behind',
      host: '10.0.2.1',
      user: 'ops',
      identityFile: lab.identityFile,
      proxyJump: 'vyos01',
    }
    expect(words(await tryOut('behind', behind))).toEqual([
      'vyos01 reach ok',
      'vyos01 hostKey ok',
      'reach ok',
      'hostKey failed',
    ])
    expect(words(await makeKnown(behind)).at(-1)).toBe('reading ok')
  })

  it('shows both keys when a node has another, and takes the new one when it is confirmed', async () => {
    await changeHostKey(NAME, 'vyos01')
    await stopSshd(NAME, 'vyos01')
    await startSshd(NAME, 'vyos01')
    const key = (await tryOut('vyos01')).at(-1)?.key
    expect(key).toMatchObject({ verdict: 'changed', known: [expect.stringMatching(/^SHA256:/)] })
    expect(key?.known).not.toContain(key?.fingerprint)
    await until('vyos01 to be refused', () => nodeOf(serving, 'vyos01').status === 'refused')
    expect(await trust(specOf('vyos01'), key?.fingerprint ?? '')).toMatchObject({ status: 200 })
    await untilConnected(serving, ['vyos01'])
  })

  it('takes a node out, and what is written by hand stays', async () => {
    const text = (await readFile(configFile, 'utf8')).replace('  - name: vyos01', '  # rack 4\n  - name: vyos01')
    await writeFile(configFile, text)
    expect((await removeNode(request('DELETE'), at('ubuntu'))).status).toBe(200)
    const left = await readFile(configFile, 'utf8')
    expect(left).toContain('  # rack 4\n  - name: vyos01')
    expect(left).not.toContain('ubuntu')
    const names = () => serving.bus.current().overlay.nodes.map(({ name }) => name)
    await until('ubuntu to be gone', () => !names().includes('ubuntu'))
  })

  it('lists the hosts of the ssh config', async () => {
    const { body } = await read(await importSshConfig(new Request(`http://${HOST}/api/v1/import/ssh-config`)))
    expect(body).toMatchObject({ candidates: [{ node: { name: 'leaf7' }, detail: '127.0.0.1', present: null }] })
  })
})
