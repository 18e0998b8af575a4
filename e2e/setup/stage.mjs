const isTerminal = () => process.stdout.isTTY === true
const SLOW_MS = 2000

const seconds = since => `${((performance.now() - since) / 1000).toFixed(1)} s`

/**
 * Runs one step and says so in a line, with its time. `work` gets `say`, which tells what takes so long, and gives the words
 * for the line, `{ failed: words }` for a step whose outcome is bad, or null for one that had nothing to do and needs no line.
 * @param {string} name
 * @param {(say: (words: string) => void) => Promise<string | { failed: string } | null>} work
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
    if (words === null) end('')
    else end(`${words.failed ? '✗' : '✓'} ${words.failed ?? words} (${seconds(started)})\n`)
  } catch (error) {
    end(`✗ ${name} (${seconds(started)})\n`)
    throw error
  }
}
