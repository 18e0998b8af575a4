import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteCollector } from './byte-collector'

describe('ByteCollector', () => {
  it('puts a character together that came in two halves, and marks what is no UTF-8', () => {
    const collector = new ByteCollector(100)
    for (const byte of [0xc3, 0xa4, 0xff, 0x41]) collector.add(Buffer.from([byte]))
    expect(collector.toString()).toBe('ä\ufffdA')
  })

  it('keeps all chunks in order up to the limit, and says when it is reached', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5000 }), { maxLength: 20 }), fc.nat(20_000), (texts, limit) => {
        const whole = Buffer.concat(texts.map(text => Buffer.from(text)))
        const collector = new ByteCollector(limit)
        const fitted = texts.map(text => collector.add(Buffer.from(text))).every(Boolean)
        expect(fitted).toBe(whole.length <= limit)
        expect(collector.toString()).toBe(whole.subarray(0, limit).toString())
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})
