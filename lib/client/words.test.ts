import { expect, it } from 'vitest'
import { watchWords } from './words'

it.each([
  ['stream', 0, 'at once'],
  ['stream', 1_200, 'at once, 1,200 missed'],
  ['poll', 3, 'by polling'],
  ['none', 0, '–'],
] as const)('changes of a node that is watched by %s, %d missed, are seen %s', (watch, missed, words) =>
  expect(watchWords({ watch, missed })).toBe(words),
)
