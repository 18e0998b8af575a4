import { createInterface } from 'node:readline/promises'
import type { Io } from './io'

/** Asks on the terminal; only a typed `yes` is one. An end of input answers nothing: the question would stand forever. */
export const confirm = async (question: string, io: Io): Promise<boolean> => {
  const readline = createInterface({ input: io.stdin, output: io.stdout })
  try {
    const closed = new Promise<string>(answer => readline.once('close', () => answer('')))
    return (await Promise.race([readline.question(`${question} Type yes: `), closed])).trim() === 'yes'
  } finally {
    readline.close()
  }
}

/** Whether there is anybody to ask. */
export const canAsk = (io: Io): boolean => io.stdin.isTTY === true && io.stdout.isTTY === true
