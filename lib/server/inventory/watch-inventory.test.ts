import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readInventory } from './read-inventory'
import { type WatchOptions, watchInventory } from './watch-inventory'

let folder: string
let file: string
let told: string[]
const stops: (() => void)[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vxscope-watch-'))
  file = path.join(folder, 'vxscope.yaml')
  told = []
})
afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await rm(folder, { recursive: true })
})

const inventory = (...names: string[]) => `nodes: [${names.map(name => `{ name: ${name} }`).join(', ')}]\n`

const watchFile = (options: WatchOptions = {}) => {
  const stop = watchInventory(
    file,
    outcome => told.push(outcome.ok ? outcome.value.nodes.map(({ name }) => name).join() : 'broken'),
    options,
  )
  stops.push(stop)
  return stop
}
const untilTold = (...expected: string[]) => vi.waitFor(() => expect(told).toEqual(expected), 5000)

/** Too long to help: what is told then comes from the system's notice. */
const NEVER = 1_000_000

describe('watchInventory', () => {
  it('tells each change of the file', async () => {
    await writeFile(file, inventory('a'))
    watchFile({ lookEvery: NEVER })
    await untilTold('a')
    await writeFile(file, inventory('a', 'b'))
    await untilTold('a', 'a,b')
  })

  it('sees a new file renamed over the old one, as editors do', async () => {
    await writeFile(file, inventory('a'))
    watchFile({ lookEvery: NEVER })
    await untilTold('a')
    await writeFile(`${file}~`, inventory('b'))
    await rename(`${file}~`, file)
    await untilTold('a', 'b')
    await writeFile(`${file}~`, inventory('c'))
    await rename(`${file}~`, file)
    await untilTold('a', 'b', 'c')
  })

  it('sees the target of a symbolic link change', async () => {
    for (const name of ['one', 'two']) {
      await mkdir(path.join(folder, name))
      await writeFile(path.join(folder, name, 'vxscope.yaml'), inventory(name))
    }
    await symlink('one/vxscope.yaml', file)
    watchFile({ lookEvery: NEVER })
    await untilTold('one')
    await symlink('two/vxscope.yaml', `${file}~`)
    await rename(`${file}~`, file)
    await untilTold('one', 'two')
  })

  it('tells that it broke, and that it is whole again', async () => {
    await writeFile(file, inventory('a'))
    watchFile({ lookEvery: NEVER })
    await untilTold('a')
    await writeFile(file, 'nodes: [')
    await untilTold('a', 'broken')
    await writeFile(file, inventory('a'))
    await untilTold('a', 'broken', 'a')
  })

  it('comes back after the whole folder was away, by looking from time to time', async () => {
    await writeFile(file, inventory('a'))
    watchFile({ lookEvery: 20 })
    await untilTold('a')
    await rm(folder, { recursive: true })
    await untilTold('a', 'broken')
    await mkdir(folder)
    await writeFile(file, inventory('b'))
    await vi.waitFor(() => expect(told.at(-1)).toBe('b'), 5000)
  })

  it('does not tell what the caller has read already, nor a change of comments', async () => {
    await writeFile(file, inventory('a'))
    const first = await readInventory(file)
    watchFile({ lookEvery: NEVER, ...(first.ok && { last: first.value }) })
    await writeFile(file, `# a comment\n${inventory('a')}`)
    await writeFile(file, inventory('b'))
    await untilTold('b')
  })

  it('tells nothing after its end', async () => {
    await writeFile(file, inventory('a'))
    const stop = watchFile({ lookEvery: 10 })
    await untilTold('a')
    stop()
    await writeFile(file, inventory('b'))
    const other: string[] = []
    stops.push(watchInventory(file, () => other.push('told'), { lookEvery: 10 }))
    await vi.waitFor(() => expect(other).toEqual(['told']))
    expect(told).toEqual(['a'])
  })
})
