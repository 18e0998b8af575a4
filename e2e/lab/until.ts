import { setTimeout as sleep } from 'node:timers/promises'
import { LabError } from './run'

/** Waits for a condition, asking every 5 ms. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  what: string,
  milliseconds = 10_000,
): Promise<void> => {
  const end = performance.now() + milliseconds
  while (!(await condition())) {
    if (performance.now() > end) throw new LabError(`waited ${milliseconds / 1000} s in vain for ${what}`)
    await sleep(5)
  }
}
