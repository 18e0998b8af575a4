import { expect, it } from 'vitest'
import { encodeLines, readJsonLines } from './json-lines'

it.each([0, 1, 16, 17, 100])('reads %i lines as they were written', async count => {
  const values = Array.from({ length: count }, (_, at) => ({ at, text: 'vxlan\n0 ü' }))
  const bytes = await encodeLines(values.map(value => JSON.stringify(value)))
  expect(await readJsonLines(bytes)).toEqual(values)
})
