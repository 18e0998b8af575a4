import { type Command, fails, type Outcome, says } from './outcome'

const cat: Command = (args, { state }) => {
  const files = args.filter(arg => arg !== '--')
  const missing = files.filter(file => state.files[file] === undefined)
  return {
    status: missing.length > 0 ? 1 : 0,
    stdout: files.map(file => state.files[file] ?? ''),
    stderr: missing.map(file => `cat: ${file}: No such file or directory\n`).join(''),
  }
}

const uname: Command = (args, { state }) => {
  const answers: Record<string, string> = { '-r': state.kernel, '-n': state.hostname, '-s': 'Linux', '-m': 'x86_64' }
  const answer = answers[args[0] ?? '-s']
  return answer === undefined ? fails(1, `uname: invalid option '${args[0]}'`) : says(`${answer}\n`)
}

/** `test -e FILE` and its like: a file is there or it isn't. */
const test: Command = ([operator, file], { state }): Outcome => {
  if (!['-e', '-f', '-r', '-s'].includes(operator ?? ''))
    return fails(2, `sh: 1: test: ${operator}: unexpected operator`)
  return { status: state.files[file ?? ''] === undefined ? 1 : 0, stdout: [], stderr: '' }
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', '0': '\0', '\\': '\\' }

/** `printf FORMAT ARGUMENT…` with `%s`, `%d`, `%%` and the escapes of ESCAPES. */
const printf: Command = ([format = '', ...values]) => {
  const left = [...values]
  return says(
    format.replace(/%[sd%]|\\[nt0\\]/g, found =>
      found.startsWith('\\') ? (ESCAPES[found.slice(1)] ?? '') : found === '%%' ? '%' : (left.shift() ?? ''),
    ),
  )
}

export const SYSTEM_COMMANDS: Readonly<Record<string, Command>> = {
  cat,
  uname,
  test,
  printf,
  hostname: (_, { state }) => says(`${state.hostname}\n`),
  echo: args => says(`${args.join(' ')}\n`),
  true: () => says(''),
  false: () => ({ status: 1, stdout: [], stderr: '' }),
}
