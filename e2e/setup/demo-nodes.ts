import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { DEFAULT_INSTANCE, LabError, type LabInfo, labDown, labUp, probeLab, registerProcess } from '../lab/lab'
import { identify, isAlive } from '../lab/processes'
import { labDir } from '../lab/state'

/** The nodes that a demo looks at, and how to be rid of them. */
export interface DemoNodes {
  /** What they are, for the person in front of it. */
  words: string
  configFile: string
  /** Lines that say what to try with them. */
  tryThis: string[]
  /** Has the lab's own `down` end that process too, should this one be killed. */
  adopt(pid: number): void
  /** Removes what this demo made, and nothing else. */
  takeDown(): Promise<void>
}

const Owner = z.object({ pid: z.int(), startTime: z.int(), bootId: z.string() })

/** Tells whose lab it is: one that a demo brought up goes with that demo, one that somebody brought up by hand stays. */
const ownerFile = (dir: string): string => path.join(dir, 'demo.json')

const readOwner = (dir: string): z.infer<typeof Owner> | undefined => {
  const file = ownerFile(dir)
  return existsSync(file) ? Owner.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data : undefined
}

const takeLabDown = async (name: string): Promise<void> => {
  try {
    await labDown(name)
  } catch (error) {
    // `npm run lab -- down` holds the lab's lock while it waits for this process to end; it removes the lab itself.
    if (error instanceof LabError && existsSync(`${labDir(name)}.lock`)) return
    throw error
  }
}

/** Nodes that go with the demo may be changed by its user. Gives the inventory that says so. */
const allowChanges = ({ dir, configFile }: LabInfo): string => {
  const file = path.join(dir, 'demo.yaml')
  writeFileSync(file, readFileSync(configFile, 'utf8').replace('readOnly: true', 'readOnly: false'))
  return file
}

/** Brings the lab up, takes over what a killed demo left, or shares one that somebody else has up. */
export const bringUpLab = async (name: string): Promise<DemoNodes> => {
  const lab = await labUp({ name })
  const owner = readOwner(lab.dir)
  const isLeftover = owner !== undefined && !isAlive(owner)
  const isOurs = lab.outcome !== 'running' || isLeftover
  if (isOurs) writeFileSync(ownerFile(lab.dir), JSON.stringify(identify(process.pid)))
  const found = isLeftover ? 'left by a demo that was killed, taken over' : 'up already, so left up at the end'
  return {
    words: `${lab.nodes.length} real VXLAN nodes (lab ${name}${lab.outcome === 'running' ? `, ${found}` : ''})`,
    configFile: isOurs ? allowChanges(lab) : lab.configFile,
    tryThis: [
      'Teach ubuntu where the others are:',
      ...['10.0.1.254', '10.0.1.253'].map(
        address =>
          `  npm run lab -- exec${name === DEFAULT_INSTANCE ? '' : ` --name ${name}`} ubuntu ping -c3 ${address}`,
      ),
    ],
    adopt: pid => registerProcess(name, pid),
    takeDown: () => (isOurs ? takeLabDown(name) : Promise.resolve()),
  }
}

/** Why there can be no lab on this machine; null when there can. */
export const whyNoLab = async (): Promise<string | null> => {
  const { possible, missing } = await probeLab()
  return possible ? null : missing.map(({ what, fix }) => `${what} (${fix})`).join('; ')
}

/**
 * Simulated nodes in a process of their own, which ends by itself when this one is gone: its standard input closes.
 * @param why there is no lab, for the person in front of it
 */
export const bringUpFleet = async (root: string, why: string): Promise<DemoNodes> => {
  const argv = [path.join(root, 'e2e/fleet/bin.mjs'), '--scenario', 'seed-2014']
  const child = spawn(process.execPath, argv, { cwd: root, detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const line = once(createInterface({ input: child.stdout }), 'line')
  const [first] = await Promise.race([line, ended.then(([code]) => [Number(code ?? 1)])])
  if (typeof first !== 'string') throw new Error(`the simulated fleet ended with exit ${first} before it was up`)
  return {
    words: `simulated nodes over real SSH, because no real ones can be had here: ${why}`,
    configFile: first,
    tryThis: [],
    adopt: () => {},
    takeDown: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Nodes that are there already: nothing is brought up, and nothing taken down. */
export const ownNodes = (configFile: string): DemoNodes => ({
  words: `nodes of ${configFile}`,
  configFile,
  tryThis: [],
  adopt: () => {},
  takeDown: () => Promise.resolve(),
})
