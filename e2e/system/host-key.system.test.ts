import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { changeHostKey, type LabInfo, labDown, labUp, startSshd, stopSshd } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { main } from '@/lib/cli/main'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, until, untilConnected } from './running'

const NAME = uniqueInstance('k')
const lacking = await whyNoLab()

describe('a host key that changes', () => {
  let lab: LabInfo
  let runtime: Runtime

  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    runtime = await startRuntime(lab.configFile)
    await untilConnected(runtime, ['vyos01', 'vyos02', 'ubuntu'])
  })

  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))

  afterAll(async () => {
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  })

  it('is refused with both fingerprints and the way out, while the rest goes on', async () => {
    await changeHostKey(NAME, 'vyos01')
    await stopSshd(NAME, 'vyos01')
    await startSshd(NAME, 'vyos01')
    const error = await until('vyos01 to be refused', () => {
      const { error, status } = nodeOf(runtime, 'vyos01')
      return status === 'refused' && error
    })
    expect(error.code).toBe('hostKeyChanged')
    expect(new Set(error.message.match(/SHA256:[\w+/]{43}/g)).size).toBe(2)
    expect(error.hint).toContain('vxscope trust vyos01')
    expect(nodeOf(runtime, 'vyos01').state).toBe('stale')
    await untilConnected(runtime, ['vyos02', 'ubuntu'])
  })

  it('is taken once `vxscope trust` was told its fingerprint', async () => {
    const offered = nodeOf(runtime, 'vyos01').error?.message.match(/SHA256:[\w+/]{43}/g) ?? []
    const codes = []
    for (const fingerprint of new Set(offered))
      codes.push(await main(['--config', lab.configFile, 'trust', 'vyos01', '--fingerprint', fingerprint]))
    expect(codes.sort()).toEqual([0, 1])
    await untilConnected(runtime, ['vyos01'])
  })
})
