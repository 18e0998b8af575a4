import { expect, it } from 'vitest'
import type { CaptureNode, EvidenceLine } from '@/lib/model/probe'
import { createTeller } from './evidence-teller'
import { createTestIo } from './test-io'

const begin: EvidenceLine = {
  ...{ line: 'begin', id: 'x', at: '2026-11-22T12:00:00.000Z', vni: 42, members: [], groups: [], probe: null },
}
const end: EvidenceLine = { line: 'end', ms: 1, why: 'done' }
const aNode = (over: Partial<CaptureNode>): EvidenceLine => ({
  line: 'node',
  node: {
    ...{ node: 'leaf1', state: 'ended', error: null, command: null, ifname: null, plusMinus: null },
    ...{ packets: 0, unread: 0, ...over },
  },
})

const told = (lines: readonly EvidenceLine[], json = false) => {
  const { io, stdout, stderr } = createTestIo()
  const teller = createTeller(io, json)
  for (const line of lines) teller.take(line)
  return { stdout: stdout(), stderr: stderr(), failed: [...teller.failed()] }
}

it('says that nothing was captured, and where', () => {
  const { stdout } = told([begin, aNode({}), aNode({ node: 'leaf2' }), end])
  expect(stdout).toMatch(/^No packet of VNI 42 was captured on leaf1, leaf2: .+--seconds.+\n$/)
})

it.each([
  ['something was', [begin, aNode({ packets: 1 }), end]],
  ['a probe was sent', [{ ...begin, probe: { from: 'a', to: 'b', ifname: 'c', command: 'd' } }, aNode({}), end]],
])('does not where %s', (_, lines) => {
  expect(told(lines).stdout).toBe('')
})

it('of a node that could not capture tells why, once, and not that there was nothing', () => {
  const error = { code: 'commandMissing', message: 'no tcpdump', hint: 'Install it.' }
  const none = aNode({ state: 'none', error })
  expect(told([begin, none, none, end])).toEqual({
    ...{ stdout: '', stderr: 'leaf1: not captured: no tcpdump. Install it.\n', failed: ['leaf1'] },
  })
})

it('as JSON says nothing else', () => {
  expect(
    told([begin, aNode({}), end], true)
      .stdout.trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toHaveLength(3)
})
