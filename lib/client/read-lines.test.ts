import { expect, it } from 'vitest'
import { readLines } from './read-lines'

const linesOf = async (...chunks: (string | Uint8Array)[]): Promise<string[]> => {
  const body = new ReadableStream<Uint8Array>({
    start: controller => {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
      controller.close()
    },
  })
  const lines: string[] = []
  for await (const line of readLines(body)) lines.push(line)
  return lines
}

it('parts lines wherever the chunks end, within a character too', async () => {
  const [first, second] = [new TextEncoder().encode('{"a":"ü').slice(0, 7), new TextEncoder().encode('ü').slice(1)]
  expect(await linesOf(first, second, '"}\n{"b"', ':1}\n')).toEqual(['{"a":"ü"}', '{"b":1}'])
})

it('gives a last line without its end, and nothing for nothing', async () => {
  expect(await linesOf('a\nb')).toEqual(['a', 'b'])
  expect(await linesOf()).toEqual([])
})
