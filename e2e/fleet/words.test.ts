import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandLine } from '@/lib/platform/script'
import { splitCommands, takeLine } from './words'

describe('takeLine', () => {
  it('ends at a line end outside quotes', () => {
    expect(takeLine("q cat 'a\nb'\nexit 0\n")).toEqual({ line: "q cat 'a\nb'", rest: 'exit 0\n' })
  })

  it('waits while a quote is open', () => {
    expect(takeLine("q cat 'a\n")).toBeNull()
  })
})

describe('splitCommands', () => {
  it('parts commands at ";"', () => {
    expect(splitCommands('ip -j link; bridge fdb')).toEqual([
      ['ip', '-j', 'link'],
      ['bridge', 'fdb'],
    ])
  })

  it.each(['ip link | cat', 'echo $HOME', 'ip link > x', 'echo `id`', '(ip link)'])('does not guess at %s', line => {
    expect(splitCommands(line)).toBeNull()
  })

  it('gives back every argument that was quoted for a shell', () => {
    const argument = fc.string({ unit: 'grapheme', maxLength: 20 })
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 4 }), argv => {
        expect(splitCommands(commandLine(['x', ...argv]))).toEqual([['x', ...argv]])
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})
