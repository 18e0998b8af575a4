import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { labDown, labUp, probeLab, registerProcess } from '../../lab/lab'
import { type ServerProcess, startServer } from '../../setup/server-process'
import { announceNoLab, announceServer, LAB } from './environment'

const ROOT = path.resolve(fileURLToPath(new URL('../../..', import.meta.url)))

/** Brings the lab up and a production server over it. @returns what takes both down again */
const bringUp = async (): Promise<() => Promise<void>> => {
  const servers: ServerProcess[] = []
  const takeDown = async (): Promise<void> => {
    for (const server of servers) await server.stop()
    await labDown(LAB)
  }
  try {
    // What a killed run left would have learned MACs and another host key.
    await labDown(LAB)
    const { configFile } = await labUp({ name: LAB })
    const server = await startServer(ROOT, { configFile, port: 0, output: 'kept' })
    servers.push(server)
    registerProcess(LAB, server.pid)
    announceServer(server.url, configFile)
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
