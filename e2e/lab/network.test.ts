import { expect, it } from 'vitest'
import { inNamespace } from './command'
import { batchCommands } from './network'

it('joins neighbours of one tool in one namespace, and keeps their order', () => {
  const [a, b] = [inNamespace('lab-a'), inNamespace('lab-b')]
  const commands = [
    a.ip('link', 'add', 'x'),
    a.ip('link', 'set', 'x', 'up'),
    a.sysctl('net/x', '1'),
    b.ip('link'),
    a.ip('link'),
  ]
  expect(batchCommands(commands)).toEqual([
    { namespace: 'lab-a', tool: 'ip', lines: ['link add x', 'link set x up'] },
    { namespace: 'lab-a', tool: 'sysctl', lines: ['echo 1 >/proc/sys/net/x'] },
    { namespace: 'lab-b', tool: 'ip', lines: ['link'] },
    { namespace: 'lab-a', tool: 'ip', lines: ['link'] },
  ])
})
