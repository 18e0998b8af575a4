import type { TestStep } from '@/lib/model/nodes-api'
import { TEST_STEPS } from '@/lib/model/nodes-api'

type StepName = TestStep['step']

const TITLES: Record<StepName, string> = {
  reach: 'Reached',
  hostKey: 'Host key',
  login: 'Login',
  commands: 'Commands found',
  reading: 'Reading',
}

/** What each step is for, while it was not tried. */
const MEANS: Record<StepName, string> = {
  reach: 'Does the host answer on its SSH port?',
  hostKey: 'Is it the host it says it is?',
  login: 'Does it let this user in?',
  commands: 'Are ip and bridge there?',
  reading: 'What do they tell?',
}

export interface ShownStep {
  id: string
  title: string
  state: 'waiting' | 'running' | 'ok' | 'failed'
  words: string
  time: string | null
  told: TestStep | null
}

const timeOf = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`)

const TRYING = 'trying'

const shown = (told: TestStep): ShownStep => ({
  id: `${told.jump ? 'jump' : 'node'} ${told.host} ${told.step}`,
  title: told.jump ? `Jump host ${told.host}: ${TITLES[told.step].toLowerCase()}` : TITLES[told.step],
  state: told.status,
  words: told.status === 'running' ? TRYING : told.detail,
  time: told.ms === null ? null : timeOf(told.ms),
  told,
})

/** All steps of a test in their order, those that were not tried with what they are for. */
export const showSteps = (steps: readonly TestStep[]): ShownStep[] => {
  const own = new Set(steps.filter(({ jump }) => !jump).map(({ step }) => step))
  const failed = steps.some(({ status }) => status === 'failed')
  const waiting = TEST_STEPS.filter(step => !own.has(step)).map(
    (step): ShownStep => ({
      id: `node ${step}`,
      title: TITLES[step],
      state: 'waiting',
      words: failed ? 'not tried' : MEANS[step],
      time: null,
      told: null,
    }),
  )
  return [...steps.map(shown), ...waiting]
}

/** The public half of a host's own key, by the kind of key it offers (sshd_config(5), HostKey). */
export const hostKeyFile = (algorithm: string): string => {
  const kind = algorithm.startsWith('ecdsa') ? 'ecdsa' : algorithm === 'ssh-ed25519' ? 'ed25519' : 'rsa'
  return `/etc/ssh/ssh_host_${kind}_key.pub`
}
