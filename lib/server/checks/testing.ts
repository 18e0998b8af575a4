import type { ToldFinding } from '@/lib/model/finding'

export const SINCE = '2026-11-22T12:00:00.000Z'

export const SILENCE = {
  ...{ id: 's', finding: null, check: 'mtuPeers', subject: null, reason: 'known', who: 'ops' },
  ...{ at: SINCE, until: '2026-11-23T12:00:00.000Z' },
}

/** An open finding; `over` is what the test is about. */
export const aToldFinding = (id: string, over: Partial<ToldFinding> = {}): ToldFinding => ({
  ...{ id, check: 'mtuPeers', severity: 'error', subject: 'node:r1', verdict: `${id} is wrong.`, evidence: [] },
  ...{ fix: [{ node: 'r1', commands: ['sudo ip link set vx42 up'] }], causedBy: null, since: SINCE },
  ...{ times: 1, before: [], silence: null },
  ...over,
})
