/** So many specs run side by side, each worker over a lab and a server of its own. */
export const WORKERS = 2

/** Other labs than the demo's, so that a running demo isn't disturbed. */
export const labOf = (worker: number): string => `${process.env.VXSCOPE_SPEC_LAB ?? 'vxtest'}${worker}`

const worker = (): number => Number(process.env.TEST_PARALLEL_INDEX ?? 0)

/** The lab of the specs of this worker. */
export const LAB = labOf(worker())

/** What global setup brought up for a worker. */
export interface Served {
  url: string
  configFile: string
}

/** How global setup tells the specs, which run in other processes. */
const SERVED_VARIABLE = 'VXSCOPE_SPEC_SERVED'
const NO_LAB_VARIABLE = 'VXSCOPE_SPEC_NO_LAB'

export const announceServers = (served: readonly Served[]): void => {
  process.env[SERVED_VARIABLE] = JSON.stringify(served)
}

export const announceNoLab = (why: string): void => {
  process.env[NO_LAB_VARIABLE] = why
}

export const whyNoLab = (): string | undefined => process.env[NO_LAB_VARIABLE]

const served = (): Served => {
  const all: Served[] = JSON.parse(process.env[SERVED_VARIABLE] ?? '[]')
  const own = all[worker()]
  if (own === undefined)
    throw new Error(`${SERVED_VARIABLE} doesn't tell of worker ${worker()}: the global setup did not run`)
  return own
}

export const serverUrl = (): string => served().url
export const configFile = (): string => served().configFile
