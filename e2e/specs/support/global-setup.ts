import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { labDown, labUp, probeLab, registerProcess } from '../../lab/lab'
import { type ServerProcess, startServer } from '../../setup/server-process'
import { announceNoLab, announceServers, labOf, type Served, WORKERS } from './environment'

const ROOT = path.resolve(fileURLToPath(new URL('../../..', import.meta.url)))

/** Brings the labs up and a production server over each. @returns what takes all down again */
const bringUp = async (): Promise<() => Promise<void>> => {
  const labs = Array.from({ length: WORKERS }, (_, worker) => labOf(worker))
  const servers: ServerProcess[] = []
  const takeDown = async (): Promise<void> => {
    for (const server of servers) await server.stop()
    for (const lab of labs) await labDown(lab)
  }
  try {
    const served: Served[] = []
    for (const name of labs) {
      // What a killed run left would have learned MACs and another host key.
      await labDown(name)
      const { configFile } = await labUp({ name })
      const server = await startServer(ROOT, { configFile, port: 0, output: 'kept' })
      servers.push(server)
      registerProcess(name, server.pid)
      served.push({ url: server.url, configFile })
    }
    announceServers(served)
    return takeDown
  } catch (error) {
    await takeDown()
    throw error
  }
}

const globalSetup = async (): Promise<(() => Promise<void>) | undefined> => {
  const { possible, missing } = await probeLab()
  if (possible) return bringUp()
  announceNoLab(missing.map(({ what, fix }) => `${what}: ${fix}`).join('; '))
  return undefined
}

export default globalSetup
