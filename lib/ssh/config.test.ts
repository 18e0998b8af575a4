import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configHostName, evaluateSshConfig } from './config-evaluate'
import { parseSshConfig } from './config-parse'
import { readSshConfig } from './config-read'

const ask = (text: string, alias: string, user: string | null = null) =>
  evaluateSshConfig([parseSshConfig('config', text).lines], { alias, user, localUser: 'me' })
const first = (text: string, alias: string, keyword: string, user: string | null = null) =>
  ask(text, alias, user).first.get(keyword)?.[0]

describe('parseSshConfig', () => {
  it.each([
    ['Port 2201', ['2201']],
    ['port=2201', ['2201']],
    ['  Port = 2201  # lab', ['2201']],
    ['\tIdentityFile "~/my keys/id"', ['~/my keys/id']],
    ["IdentityFile '~/my keys/id'", ['~/my keys/id']],
    ['Host a b  "c d"', ['a', 'b', 'c d']],
    ['HostName a#b', ['a#b']],
    ['User a\\ b', ['a b']],
  ])('splits %s', (line, args) => {
    expect(parseSshConfig('config', line).lines[0]?.args).toEqual(args)
  })

  it.each(['Port', 'IdentityFile "open', '=x', '!!'])('leaves out what is no line, with a note: %s', line => {
    expect(parseSshConfig('config', `${line}\nPort 22`)).toMatchObject({
      lines: [{ keyword: 'port' }],
      notes: ['config:1: not "keyword value"'],
    })
  })
})

describe('evaluateSshConfig', () => {
  it('takes the first value, whatever comes later', () => {
    expect(first('Host leaf7\n Port 2207\nHost *\n Port 2200', 'leaf7', 'port')).toBe('2207')
  })

  it('takes what stands before any Host for all', () => {
    expect(first('User all\nHost leaf7\n User seven', 'leaf7', 'user')).toBe('all')
  })

  it('obeys patterns and negations', () => {
    const text = 'Host leaf* !leaf9\n User ops'
    expect([first(text, 'leaf7', 'user'), first(text, 'leaf9', 'user')]).toEqual(['ops', undefined])
  })

  it('gathers identity files', () => {
    expect(ask('Host a\n IdentityFile x\nHost *\n IdentityFile y\n IdentityFile x', 'a').identityFiles).toEqual([
      'x',
      'y',
    ])
  })

  it.each([
    ['Match all', true],
    ['Match host leaf7.example', true],
    ['Match originalhost leaf7', true],
    ['Match originalhost other', false],
    ['Match !originalhost other', true],
    ['Match user ops,root', true],
    ['Match localuser me', true],
    ['Match originalhost leaf7 user nobody', false],
    ['Match host=leaf7.example', true],
    ['Match final', true],
  ])('%s applies: %s', (line, applies) => {
    const text = `Host leaf7\n HostName %h.example\n User ops\n${line}\n Port 99`
    expect(first(text, 'leaf7', 'port')).toBe(applies ? '99' : undefined)
  })

  it('holds the user of the inventory for given', () => {
    expect(first('Match user root\n Port 99', 'x', 'port', 'root')).toBe('99')
  })

  it('runs no command, leaves such a block out, and says so', () => {
    const answer = ask('Match exec "touch /tmp/vxscope-was-here"\n Port 99\nMatch !exec false\n Port 98', 'x')
    expect(answer.first.has('port')).toBe(false)
    expect(answer.notes).toEqual([
      'config:1: this block is left out, "Match exec" is not evaluated',
      'config:3: this block is left out, "Match exec" is not evaluated',
    ])
  })

  it('lets the first of ProxyJump and ProxyCommand win', () => {
    expect(ask('ProxyJump a\nProxyCommand b', 'x').first.has('proxycommand')).toBe(false)
    expect(ask('ProxyCommand b\nProxyJump a', 'x').first.has('proxyjump')).toBe(false)
  })

  it('fills %h into HostName', () => {
    expect(configHostName(ask('HostName %h.dc%%1', 'leaf7'), 'leaf7')).toBe('leaf7.dc%1')
  })
})

describe('readSshConfig', () => {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'vxscope-home-'))
  })
  afterEach(() => rm(home, { recursive: true }))
  const write = async (name: string, text: string) => {
    const file = join(home, '.ssh', name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  const evaluate = async (alias: string) => {
    const config = await readSshConfig([join(home, '.ssh/config')], home)
    return { ...evaluateSshConfig(config.files, { alias, user: null, localUser: 'me' }), fileNotes: config.notes }
  }

  it('includes files by pattern, in order, relative to ~/.ssh', async () => {
    await write('config', 'Include conf.d/*.conf\nHost *\n Port 1')
    await write('conf.d/20.conf', 'Port 20')
    await write('conf.d/10.conf', 'Host leaf7\n Port 10')
    await write('conf.d/.hidden.conf', 'Port 99')
    expect((await evaluate('leaf7')).first.get('port')).toEqual(['10'])
    expect((await evaluate('leaf8')).first.get('port')).toEqual(['20'])
  })

  it('applies an Include only where its Host does, and goes on after it', async () => {
    await write('config', 'Host leaf7\n Include seven\n User ops')
    await write('seven', 'Host *\n Port 7')
    const [seven, eight] = [await evaluate('leaf7'), await evaluate('leaf8')]
    expect([seven.first.get('port'), seven.first.get('user')]).toEqual([['7'], ['ops']])
    expect(eight.first.size).toBe(0)
  })

  it('ends a file that includes itself, and says so', async () => {
    await write('config', 'Include config\nPort 5')
    const answer = await evaluate('x')
    expect(answer.first.get('port')).toEqual(['5'])
    expect(answer.fileNotes).toEqual([`${home}/.ssh/config:1: not included, more than 8 deep`])
  })

  it('ends files that include each other many times over', async () => {
    await write('config', 'Include config config config config config config')
    expect((await evaluate('x')).fileNotes.join()).toContain('more than 256 files')
  })

  it('is empty where there is none', async () => {
    expect((await evaluate('x')).fileNotes).toEqual([])
  })
})
