const isTerminal = () => process.stdout.isTTY === true
const SLOW_MS = 2000

const seconds = since => `${((performance.now() - since) / 1000).toFixed(1)} s`

/**
 * Runs one step and says so in a line, with its time. `work` gets `say`, which tells what takes so long, and gives the words
 * for the line, or null for a step that had nothing to do and needs no line.
 * @template T
 * @param {string} name
 * @param {(say: (words: string) => void) => Promise<string | null | undefined>} work
 */
export const stage = async (name, work) => {
  const started = performance.now()
  let said = ''
  const say = words => {
    if (words === said) return
    said = words
    process.stdout.write(isTerminal() ? `\r\u001b[K… ${name}: ${words}` : `… ${name}: ${words}\n`)
  }
  // A step that is over in a moment is told once, when it is done.
  const slow = setTimeout(() => said === '' && say('working'), SLOW_MS)
  const end = line => {
    clearTimeout(slow)
    process.stdout.write(`${isTerminal() && said !== '' ? '\r\u001b[K' : ''}${line}`)
  }
  try {
    const words = await work(say)
    end(words === null ? '' : `✓ ${words ?? name} (${seconds(started)})\n`)
  } catch (error) {
    end(`✗ ${name} (${seconds(started)})\n`)
    throw error
  }
}
