import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServing } from '@/lib/server/serving'
import { asRest } from './rest'

/** All of the server but its HTTP, which applies one change and then stays, until it is killed. Prints the id of the change. */
export const serveAndApply = async (configFile: string, changeFile: string): Promise<void> => {
  const serving = await startServing(configFile, path.dirname(configFile))
  const isLive = () => {
    const { nodes } = serving.bus.current().overlay
    return nodes.length > 0 && nodes.every(({ state }) => state === 'live')
  }
  while (!isLive()) await sleep(25)
  const { plan, begin } = asRest(serving)
  const { digest } = await plan(JSON.parse(await readFile(changeFile, 'utf8')).nodes)
  process.stdout.write(`${(await begin(digest, true)).id}\n`)
}
