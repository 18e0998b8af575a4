import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { labExec } from '../lab/lab'
import { nodeDir } from '../lab/state'
import { until } from '../lab/until'

/** What changes a node: iproute2 on Linux, VyOS's own programs there. */
const PROGRAMS = {
  linux: 'readlink -f "$(command -v ip)"',
  vyos: 'ls -d /opt/vyatta/sbin/my_set /opt/vyatta/sbin/my_delete /opt/vyatta/sbin/my_commit /opt/vyatta/sbin/vyatta-save-config.pl /usr/libexec/vyos/vyos-save-config.py 2>/dev/null || true',
} as const

/** Where the node sees what is put there. */
const HOME = '/run/pause'

/** The program itself, which then waits before it returns where it was told to. Reading isn't counted. */
const wrapper = (real: string, isIp: boolean): string => `#!/bin/sh
${real} "$@"
s=$?
${isIp ? 'case "$1 $2" in "link add"|"link set"|"link delete"|"addr add"|"addr del") ;; *) exit $s ;; esac' : ''}
at=$(cat ${HOME}/at 2>/dev/null) || exit $s
n=$(($(cat ${HOME}/n) + 1)); echo "$n" >${HOME}/n
if [ "$n" = "$at" ]; then
  : >${HOME}/reached
  until [ -e ${HOME}/go ]; do sleep 0.05; done
fi
exit $s
`

/** A change on a node of the lab is held at one of its commands, so that something can happen just there. */
export interface Pause {
  /** The next change is held after its command of that number (from 1), before the command returns. */
  after(command: number): void
  /** Resolves when it is held. */
  reached(): Promise<void>
  /** It goes on; later commands aren't held. */
  goOn(): void
}

/** Puts what can hold a change before the programs of a node, for as long as the lab is up. */
export const installPause = async (lab: string, node: string, platform: keyof typeof PROGRAMS): Promise<Pause> => {
  const inNode = async (script: string): Promise<string> => {
    const { code, stdout, stderr } = await labExec(lab, node, ['sh', '-c', script])
    if (code !== 0) throw new Error(`${node}: ${script}: ${stderr}`)
    return stdout.trim()
  }
  const dir = path.join(nodeDir(lab, node), HOME)
  const at = (name: string): string => path.join(dir, name)
  mkdirSync(dir, { recursive: true })
  // Its programs run as the login, and under sudo.
  chmodSync(dir, 0o777)
  const programs = (await inNode(PROGRAMS[platform])).split('\n')
  for (const [index, program] of programs.entries()) {
    const [real, before] = [`${HOME}/real${index}`, `wrapper${index}`]
    writeFileSync(at(before), wrapper(real, platform === 'linux'), { mode: 0o755 })
    await inNode(`cp ${program} ${real} && chmod 755 ${real} && mount --bind ${HOME}/${before} ${program}`)
  }
  return {
    after: command => {
      for (const name of ['reached', 'go']) rmSync(at(name), { force: true })
      writeFileSync(at('n'), '0')
      chmodSync(at('n'), 0o666)
      writeFileSync(at('at'), String(command))
    },
    reached: () => until(() => existsSync(at('reached')), `command of a change on ${node} to be reached`, 60_000),
    goOn: () => {
      rmSync(at('at'), { force: true })
      writeFileSync(at('go'), '')
    },
  }
}
