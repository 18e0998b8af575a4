import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { oldProgramScript } from './old-iproute2'

const say = (program: 'ip' | 'bridge', line: string) => {
  const { status, stdout, stderr } = spawnSync('sh', ['-s', '--', ...line.split(' ')], {
    input: oldProgramScript(program, 'echo'),
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

const refused = (option: string, help: string) => ({
  status: 255,
  stdout: '',
  stderr: `Option "${option}" is unknown, try "${help}".\n`,
})

describe('iproute2 of the time before JSON', () => {
  it.each([
    ['-j link', '-j'],
    ['-json link', '-json'],
    ['-js link', '-js'],
    ['--json link', '-json'],
    ['-d -j link show', '-j'],
    ['-s -d -j addr', '-j'],
    ['-f inet -j addr', '-j'],
    ['-n blue -j link', '-j'],
    ['-br -j link', '-j'],
    ['-force -j -batch -', '-j'],
    ['-4 -o -j addr', '-j'],
  ])('ip %s is refused', (line, option) => {
    expect(say('ip', line)).toEqual(refused(option, 'ip -help'))
  })

  it.each([
    ['-j fdb show', '-j'],
    ['-s -j fdb', '-j'],
    ['-json -s fdb', '-json'],
  ])('bridge %s is refused', (line, option) => {
    expect(say('bridge', line)).toEqual(refused(option, 'bridge help'))
  })

  it.each([
    'link show',
    '-d link show',
    'link show dev -j',
    '-- -j',
    '-batch -j',
    '-family -j',
    '-d -s addr show dev vxlan0',
  ])('ip %s goes to the real program', line => {
    expect(say('ip', line)).toEqual({
      status: 0,
      stdout: execFileSync('echo', line.split(' '), { encoding: 'utf8' }),
      stderr: '',
    })
  })

  it('hands over words as they are', () => {
    const { stdout } = spawnSync('sh', ['-s', '--', 'link', 'a  b', "it's", '*'], {
      input: oldProgramScript('ip', "printf '<%s>'"),
      encoding: 'utf8',
    })
    expect(stdout).toBe("<link><a  b><it's><*>")
  })
})
