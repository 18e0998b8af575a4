import { test as base, expect } from '@playwright/test'
import type { z } from 'zod'
import { NodesAnswer } from '@/lib/model/api'
import { labExec } from '../../lab/lab'
import { LAB, serverUrl, whyNoLab } from './environment'

/** What is refused, and a stream that is cut because whoever read it no longer may. */
const REFUSAL =
  /^Failed to load resource: (the server responded with a status of 4\d\d |net::ERR_INCOMPLETE_CHUNKED_ENCODING$)/

/**
 * Playwright's `test` over the lab: pages open on its server, and where no lab can be had each spec is skipped with the reason.
 * A spec in which any page logs an error fails.
 */
export const test = base.extend<{ needsLab: undefined; logsNoError: undefined; refused: boolean }>({
  needsLab: [
    async ({ page: _page }, use, info) => {
      const why = whyNoLab()
      info.skip(why !== undefined, why ?? '')
      await use(undefined)
    },
    { auto: true },
  ],
  /** The spec asks for what the server refuses: the browser logs each 4xx, and a stream that is cut, as an error. */
  refused: [false, { option: true }],
  logsNoError: [
    async ({ context, refused }, use) => {
      const errors: string[] = []
      context.on('console', message => message.type() === 'error' && errors.push(message.text()))
      context.on('weberror', error => errors.push(String(error.error())))
      await use(undefined)
      expect(refused ? errors.filter(text => !REFUSAL.test(text)) : errors).toEqual([])
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  baseURL: async ({}, use) => use(whyNoLab() === undefined ? serverUrl() : undefined),
})

export { expect }

/** Runs a command on a node of a lab, as root. A command that fails is an error. @returns its standard output */
export type OnNode = (node: string, ...argv: string[]) => Promise<string>

export const onNodeOf =
  (lab: string): OnNode =>
  async (node, ...argv) => {
    const { code, stdout, stderr } = await labExec(lab, node, argv)
    if (code !== 0) throw new Error(`${argv.join(' ')} on ${node}: exit ${code}: ${stderr}`)
    return stdout
  }

/** On the lab of this worker's specs. */
export const onNode = onNodeOf(LAB)

/** What the API answers, read with the schema of that answer. */
export const readApi = async <Answer>(path: string, schema: z.ZodType<Answer>): Promise<Answer> => {
  const response = await fetch(`${serverUrl()}/api/v1${path}`)
  if (!response.ok) throw new Error(`GET /api/v1${path}: ${response.status}`)
  return schema.parse(await response.json())
}

/** Longest pause between two tries to connect, and a login. */
export const RECONNECTED = { timeout: 90_000 }

export const nodeNamed = async (name: string) =>
  (await readApi('/nodes', NodesAnswer)).nodes.find(node => node.name === name)

/** How the server fails to read a node now; `null` where it doesn't. */
export const errorOf = async (name: string) => (await nodeNamed(name))?.error?.code ?? null
