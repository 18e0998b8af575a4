import ipaddr from 'ipaddr.js'
import type { LinkKind } from '../model/state'
import { type LinksOptions, printLinks } from '../print/links'
import { printIpVersion, printNexthops, printRoute } from '../print/more'
import { asksToShow, means, type Options, readOptions } from './options'
import { type Command, fails, type Machine, type Outcome, says } from './outcome'

const KINDS: readonly LinkKind[] = ['vxlan', 'bridge']

const garbage = (word: string): Outcome => fails(255, `Error: either "dev" is duplicate, or "${word}" is a garbage.`)

/** Words after `show`: `[dev] NAME`, `type KIND`. */
const showLinks = (object: 'link' | 'addr', words: readonly string[], options: Options, machine: Machine): Outcome => {
  const { json, detail, stats } = options
  const asked: LinksOptions = { json, detail, stats, object }
  const left = [...words]
  while (left.length > 0) {
    const word = left.shift() ?? ''
    if (word === 'type') {
      const kind = KINDS.find(name => name === left[0])
      if (machine.state.iproute2 === '3.12.0') return garbage(left[0] ?? '')
      if (!kind) return says(json ? '[]\n' : '')
      asked.kind = kind
      left.shift()
      continue
    }
    if (asked.dev !== undefined) return garbage(word)
    asked.dev = word === 'dev' ? (left.shift() ?? '') : word
  }
  if (asked.dev !== undefined && !machine.state.links.some(({ ifname }) => ifname === asked.dev)) {
    return fails(1, `Device "${asked.dev}" does not exist.`)
  }
  return says(printLinks(machine.state, asked))
}

const getRoute = (target: string | undefined, json: boolean, { state }: Machine): Outcome => {
  if (target === undefined || !ipaddr.isValid(target)) {
    return fails(1, `Error: any valid prefix is expected rather than "${target ?? ''}".`)
  }
  const route = printRoute(state, target, json)
  return route === null ? fails(2, 'RTNETLINK answers: Network is unreachable') : says(route)
}

const unknownCommand = (word: string, object: string): Outcome =>
  fails(255, `Command "${word}" is unknown, try "ip ${object} help".`)

/** `ip`, as far as reading goes; changing anything is refused as it is to a user without privilege. */
export const ip: Command = (args, machine) => {
  const read = readOptions(args, machine.state.iproute2, 'ip -help')
  if ('refused' in read) return read.refused
  const { options, rest } = read
  if (options.version) return says(printIpVersion(machine.state))
  const [object, command, ...words] = rest
  if (means(object, 'address') || means(object, 'link')) {
    const name = means(object, 'address') ? 'addr' : 'link'
    if (asksToShow(command)) return showLinks(name, words, options, machine)
    const changes = ['add', 'set', 'del', 'delete', 'flush', 'change', 'replace'].includes(command ?? '')
    return changes ? fails(2, 'RTNETLINK answers: Operation not permitted') : unknownCommand(command ?? '', name)
  }
  if (means(object, 'route')) {
    return means(command, 'get') ? getRoute(words[0], options.json, machine) : unknownCommand(command ?? '', 'route')
  }
  if (means(object, 'nexthop') && machine.state.iproute2 !== '3.12.0') {
    return asksToShow(command)
      ? says(printNexthops(machine.state, options.json))
      : unknownCommand(command ?? '', 'nexthop')
  }
  if (object === undefined) return fails(255, 'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }')
  return fails(1, `Object "${object}" is unknown, try "ip help".`)
}
