import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AgentProtocol, type ParsedKey, utils } from 'ssh2'
import { afterwards } from './test-harness'

interface AgentKey {
  private: string
  public: string
  passphrase?: string
}

const parse = (key: AgentKey): ParsedKey => {
  const parsed = utils.parseKey(key.private, key.passphrase)
  if (parsed instanceof Error) throw parsed
  return parsed
}

/** An ssh-agent of the test's own; gives the path of its socket. */
export const startAgent = async (keys: AgentKey[]): Promise<string> => {
  const held = keys.map(parse)
  const folder = await mkdtemp(join(tmpdir(), 'vxscope-agent-'))
  const path = join(folder, 'agent')
  const server = createServer(socket => {
    const protocol = new AgentProtocol(false)
    socket.pipe(protocol).pipe(socket)
    socket.on('error', () => {})
    protocol.on('identities', request => protocol.getIdentitiesReply(request, held))
    protocol.on('sign', (request, wanted, data) => {
      const publicKey = typeof wanted === 'object' && 'getPublicSSH' in wanted ? wanted.getPublicSSH() : null
      const key = held.find(each => publicKey !== null && each.getPublicSSH().equals(publicKey))
      if (key) protocol.signReply(request, key.sign(data))
      else protocol.failureReply(request)
    })
  })
  await new Promise<void>(resolve => server.listen(path, () => resolve()))
  afterwards(async () => {
    server.close()
    await rm(folder, { recursive: true })
  })
  return path
}
