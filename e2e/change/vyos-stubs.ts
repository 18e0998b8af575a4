import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const PROGRAMS = ['my_set', 'my_delete', 'my_commit', 'my_discard', 'sudo', 'config-mgmt']

/**
 * VyOS's programs as stubs in a folder of ours: each writes down what it is given and succeeds. No stand-in for VyOS: they
 * show which program a script calls, with what and in which order, and what it does when one fails.
 */
export const createVyosStubs = async (folder: string) => {
  const sbin = path.join(folder, 'sbin')
  const stub = async (name: string, body: string): Promise<void> => {
    const file = path.join(sbin, name)
    const note = `{ printf '%s' ${name}; for a in "$@"; do printf ' <%s>' "$a"; done; echo; } >>"${folder}/log"`
    await writeFile(file, `#!/bin/sh\n${note}\n${body}\n`)
    await chmod(file, 0o755)
  }
  await mkdir(sbin, { recursive: true })
  await mkdir(path.join(folder, 'net', 'vxlan100'), { recursive: true })
  await writeFile(path.join(folder, 'log'), '')
  await writeFile(path.join(folder, 'template'), 'alias set=false exit=false\nshopt -s expand_aliases\n')
  await writeFile(path.join(folder, 'config.boot'), 'interfaces {\n    vxlan vxlan100 {\n')
  for (const name of PROGRAMS) await stub(name, 'exit 0')
  await stub('my_cli_shell_api', '[ "$1" != existsActive ]')
  await writeFile(path.join(sbin, 'vbash'), '#!/bin/sh\nexec bash "$@"\n')
  await chmod(path.join(sbin, 'vbash'), 0o755)
  return {
    stub,
    /** A script with VyOS's places in the folder. */
    inOurPlaces: (script: string): string =>
      script
        .replaceAll('/tmp/vxscope-lock', path.join(folder, 'lock'))
        .replaceAll('/opt/vyatta/sbin', sbin)
        .replaceAll('/bin/vbash', `${sbin}/vbash`)
        .replaceAll('/opt/vyatta/etc/functions/script-template', `${folder}/template`)
        .replaceAll('/sys/class/net', `${folder}/net`)
        .replaceAll('/config/config.boot', `${folder}/config.boot`)
        .replaceAll('sudo -n', `${sbin}/sudo -n`)
        .replaceAll('config-mgmt confirm', `${sbin}/config-mgmt confirm`),
    /** What was called, in order. */
    calls: async (): Promise<string[]> => (await readFile(path.join(folder, 'log'), 'utf8')).trim().split('\n'),
  }
}
