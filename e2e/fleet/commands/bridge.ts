import { printFdb } from '../print/fdb'
import { printBridgeVersion, printVnis } from '../print/more'
import { asksToShow, means, type Options, readOptions } from './options'
import { type Command, fails, type Machine, type Outcome, says } from './outcome'

const showFdb = (words: readonly string[], options: Options, { state, now }: Machine): Outcome => {
  const at = words.findIndex(word => word === 'dev' || word === 'brport')
  const dev = at < 0 ? undefined : words[at + 1]
  if (dev !== undefined && !state.links.some(({ ifname }) => ifname === dev)) {
    return fails(255, `Cannot find device "${dev}"`)
  }
  const { json, stats } = options
  return says(printFdb(state, { json, stats, now, ...(dev === undefined ? {} : { dev }) }))
}

/** VLANs are not modelled: no bridge of the fleet filters them. */
const showVlans = (command: string | undefined, { json }: Options): Outcome => {
  if (json) return says('[]\n')
  return says(command === 'tunnelshow' ? 'port              vlan-id    tunnel-id\n' : 'port              vlan-id  \n')
}

/** `bridge`, as far as reading goes. */
export const bridge: Command = (args, machine) => {
  const { iproute2 } = machine.state
  const read = readOptions(args, iproute2, 'bridge help')
  if ('refused' in read) return read.refused
  const { options, rest } = read
  if (options.version) return says(printBridgeVersion(machine.state))
  const [object, command, ...words] = rest
  if (means(object, 'fdb')) {
    if (asksToShow(command)) return showFdb(words, options, machine)
    return fails(255, `Command "${command}" is unknown, try "bridge fdb help".`)
  }
  if (means(object, 'vni') && !means(object, 'v') && iproute2 !== '3.12.0') {
    return says(printVnis(machine.state, options.json))
  }
  if (means(object, 'vlan') && !(command === 'tunnelshow' && iproute2 === '3.12.0')) return showVlans(command, options)
  return fails(255, `Object "${object ?? ''}" is unknown, try "bridge help".`)
}
