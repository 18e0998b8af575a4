import { chownSync, copyFileSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import type { NodeFile } from '../files'
import type { ScenarioNode, ScenarioVxlan } from '../scenario'
import { findRoot, labDir } from '../state'
import { type Path, renderConfig } from './config'
import { STAND_IN_HOME as HOME, OVERLAYS, STAND_IN_NODE } from './places'
import { isOld, leavesOf, releaseOf } from './release'

const SBIN = ['my_set', 'my_delete', 'my_commit', 'my_discard', 'my_cli_shell_api']

const wrapper = (program: string): string => `#!/bin/sh\nexec ${STAND_IN_NODE} ${HOME}/program.cjs ${program} "$@"\n`

/** As on VyOS: words of its command line are aliases that hide failures, and a session belongs to a process named vbash. */
const TEMPLATE = `if [ "$(cat /proc/$$/comm)" != vbash ]; then echo 'this is no vbash'; exit 1; fi
if [ "$(id -u)" = 0 ]; then echo 'not as root'; exit 1; fi
export VYOS_STAND_IN_SESSION=$$
shopt -s expand_aliases
alias set='/opt/vyatta/sbin/my_set; true'
alias delete='/opt/vyatta/sbin/my_delete; true'
alias commit='/opt/vyatta/sbin/my_commit; true'
alias exit='true'
`

/** A device of the scenario, as VyOS has it configured. */
const configOf = (device: ScenarioVxlan, old: boolean): Path[] => {
  const leaf = (name: string, value: string | number | undefined): Path[] =>
    value === undefined ? [] : [['vxlan', device.name, name, String(value)]]
  return [
    ...leaf('vni', device.vni),
    ...leaf(old ? 'link' : 'source-interface', device.dev),
    ...leaf('group', device.group),
    ...leaf('mtu', device.mtu),
    ...device.addresses.flatMap(address => leaf('address', address)),
  ]
}

/** Files of a VyOS node by which it can be configured, in its folder. */
export const standInFiles = ({ identity, vxlans }: ScenarioNode): NodeFile[] => {
  if (identity.vyos === undefined) return []
  const old = isOld(releaseOf(identity.vyos))
  const file = (at: string, text: string, mode = 0o644): NodeFile => ({ path: at, text, mode })
  const program = (at: string, verb: string) => file(at, wrapper(verb), 0o755)
  const running = vxlans.flatMap(device => configOf(device, old))
  const templates = '/opt/vyatta/share/vyatta-cfg/templates/interfaces/vxlan/node.tag'
  return [
    ...SBIN.map(name => program(`/opt/vyatta/sbin/${name}`, name)),
    program(`${HOME}/kernel`, 'kernel'),
    program('/overlay/bin/cli-shell-api', 'cli-shell-api'),
    ...(old
      ? [program('/opt/vyatta/sbin/vyatta-save-config.pl', 'save')]
      : [
          program('/overlay/libexec/vyos/vyos-save-config.py', 'save'),
          program('/overlay/bin/config-mgmt', 'config-mgmt'),
        ]),
    file('/overlay/libexec/.vyos-stand-in', ''),
    file('/opt/vyatta/etc/functions/script-template', TEMPLATE),
    file('/opt/vyatta/etc/config/config.boot', `interfaces {\n${renderConfig(running, '    ')}}\n`),
    file(`${HOME}/state/running.json`, JSON.stringify(running)),
    file(STAND_IN_NODE, ''),
    ...leavesOf(identity.vyos).map(leaf => file(`${templates}/${leaf}/node.def`, '')),
  ]
}

const bundleOf = (instance: string): string => path.join(labDir(instance), 'vyos-stand-in.cjs')

/** The stand-in as one file that needs nothing of this repository. */
export const bundleStandIn = async (instance: string): Promise<void> => {
  await build({
    absWorkingDir: findRoot(),
    entryPoints: ['e2e/lab/vyos-stand-in/stand-in.ts'],
    outfile: bundleOf(instance),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  })
}

/** What of the stand-in is no text: the program itself, `vbash`, and whose its state is. */
export const finishStandIn = (instance: string, dir: string, owner: number): void => {
  copyFileSync(bundleOf(instance), path.join(dir, HOME, 'program.cjs'))
  for (const folder of Object.values(OVERLAYS)) mkdirSync(path.join(dir, folder), { recursive: true })
  const vbash = path.join(dir, OVERLAYS['/usr/bin'], 'vbash')
  rmSync(vbash, { force: true })
  symlinkSync('bash', vbash)
  for (const left of ['commit.lock', 'confirm'])
    rmSync(path.join(dir, HOME, 'state', left), { recursive: true, force: true })
  for (const each of ['state', 'state/running.json']) chownSync(path.join(dir, HOME, each), owner, owner)
}
