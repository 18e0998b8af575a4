import { expect, it } from 'vitest'
import { StreamQuery } from '@/lib/model/stream'
import { URL_BASE } from './stream-source'

it('asks for what the stream has: a topic that it doesn’t know is refused, and then nothing is live', () => {
  const asked = Object.fromEntries(new URL(URL_BASE, 'http://localhost').searchParams)
  expect(StreamQuery.safeParse(asked).error).toBeUndefined()
})
