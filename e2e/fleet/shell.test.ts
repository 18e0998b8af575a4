import { describe, expect, it } from 'vitest'
import { PROBE } from '@/lib/platform/probe'
import { buildScript, parseAnswers, type Query } from '@/lib/platform/script'
import { seed2014Nodes } from './scenarios'
import { isScriptShell, type Piece, runLine, runScript } from './shell'

const stateOf = (name: string) => {
  const node = seed2014Nodes().find(spec => spec.name === name)
  if (!node) throw new Error(`no node ${name}`)
  return node.state
}

const at = (name: string, seconds: number) => () => ({ state: stateOf(name), now: seconds * 1000 })

const collect = async (pieces: AsyncIterable<Piece> | Iterable<Piece>) => {
  const said = { stdout: '', stderr: '' }
  for await (const { to, text } of pieces) said[to] += text
  return said
}

async function* inParts(...parts: string[]) {
  yield* parts
}

const ask = async (queries: readonly Query[], node: string, seconds = 20) => {
  const { stdout } = await collect(runScript(inParts(buildScript(queries)), at(node, seconds)))
  const answers = parseAnswers(queries, stdout)
  if (!answers.ok) throw new Error(`unframed after ${answers.error.answered}`)
  return answers.value
}

describe('a script', () => {
  it('is answered, framed, as lib/platform sends it', async () => {
    const answers = await ask(
      [
        { id: 'name', argv: ['hostname'] },
        { id: 'none', argv: ['cat', "/no such 'file'\nat all"] },
        { id: 'lost', argv: ['vtysh'] },
      ],
      'ubuntu',
    )
    expect(answers.map(({ status, stdout, stderr }) => [status, stdout, stderr])).toEqual([
      [0, 'ubuntu\n', ''],
      [1, '', "cat: /no such 'file'\nat all: No such file or directory"],
      [127, '', 'sh: 1: vtysh: not found'],
    ])
  })

  it('is answered the same when it comes a letter at a time', async () => {
    const script = buildScript([{ id: 'fdb', argv: ['bridge', 'fdb', 'show'] }])
    const whole = await collect(runScript(inParts(script), at('ubuntu', 20)))
    expect(await collect(runScript(inParts(...script), at('ubuntu', 20)))).toEqual(whole)
  })

  it('answers each line before the next has come', async () => {
    const preamble = buildScript([]).replace('exit 0\n', '')
    const script = runScript(inParts(`${preamble}q hostname\n`, 'q false\n'), at('ubuntu', 0))
    expect((await script.next()).value).toEqual({ to: 'stdout', text: 'ubuntu\n' })
    await script.return(0)
  })

  it('knows no "q" that it was not given', async () => {
    const { stderr } = await collect(runScript(inParts('q hostname\n'), at('ubuntu', 0)))
    expect(stderr).toBe('sh: 1: q: not found\n')
  })

  it.each(['vyos01', 'ubuntu'])('answers every question of the probe on %s', async node => {
    const answers = await ask(PROBE, node)
    expect(answers.find(({ query }) => query.id === 'ipVersion')?.status).toBe(0)
    expect(answers.find(({ query }) => query.id === 'bridgeJson')?.status).toBe(node === 'ubuntu' ? 0 : 255)
  })
})

describe('isScriptShell', () => {
  it.each([
    ['exec /bin/sh -s', true],
    ['sh', true],
    ['ip link show', false],
    ['exec ip link', false],
  ])('%s: %s', (command, is) => {
    expect(isScriptShell(command)).toBe(is)
  })
})

describe('a command line', () => {
  const run = async (line: string, node = 'ubuntu') => {
    const pieces = runLine(line, at(node, 20))
    const said = { stdout: '', stderr: '', status: 0 }
    for (let next = pieces.next(); ; next = pieces.next()) {
      if (next.done) return { ...said, status: next.value }
      said[next.value.to] += next.value.text
    }
  }

  it("prints the article's three lines on ubuntu after the pings", async () => {
    const { stdout } = await run('bridge fdb show dev vxlan0')
    expect(
      stdout
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean)
        .sort(),
    ).toEqual([
      '00:00:00:00:00:00 dst 239.1.1.1 via eth1 self permanent',
      '4e:69:a4:a7:ef:1c dst 10.0.2.253 self',
      '86:24:26:b2:11:5c dst 10.0.2.254 self',
    ])
  })

  it.each([
    ['ip -j link', 255, 'Option "-j" is unknown, try "ip -help".\n'],
    ['bridge -s -j fdb', 255, 'Option "-j" is unknown, try "bridge help".\n'],
    ['bridge vni show', 255, 'Object "vni" is unknown, try "bridge help".\n'],
    ['ip link show type vxlan', 255, 'Error: either "dev" is duplicate, or "vxlan" is a garbage.\n'],
  ])('is refused on a node of 2014: %s', async (line, status, stderr) => {
    expect(await run(line, 'vyos01')).toEqual({ stdout: '', stderr, status })
  })

  it.each([
    ['ip link show dev nosuch', 1, 'Device "nosuch" does not exist.\n'],
    ['bridge fdb show dev nosuch', 255, 'Cannot find device "nosuch"\n'],
    ['ip foo', 1, 'Object "foo" is unknown, try "ip help".\n'],
    ['bridge foo', 255, 'Object "foo" is unknown, try "bridge help".\n'],
    ['ip route get 8.8.8.8', 2, 'RTNETLINK answers: Network is unreachable\n'],
    ['ip link set vxlan0 down', 2, 'RTNETLINK answers: Operation not permitted\n'],
    ['nosuch -x', 127, 'sh: 1: nosuch: not found\n'],
  ])('fails as the real one does: %s', async (line, status, stderr) => {
    expect(await run(line)).toEqual({ stdout: '', stderr, status })
  })

  it('finds commands by their path', async () => {
    expect((await run('/sbin/ip -V')).stdout).toBe('ip utility, iproute2-6.1.0, libbpf 1.3.0\n')
  })

  it('names the source of a route', async () => {
    expect((await run('ip route get 10.0.2.254')).stdout).toBe(
      '10.0.2.254 dev eth1 src 10.0.2.1 uid 1000 \n    cache \n',
    )
  })
})
