'use client'

import clsx from 'clsx'
import { vniColour } from '@/lib/client/palette'
import { usePhone } from '@/lib/client/use-media'
import type { ApiLink } from '@/lib/model/api'
import { Copy } from '../ui/Copy'
import { Dot } from '../ui/Dot'
import { vxlanWords } from './vxlan-words'

const isVxlan = (link: ApiLink): boolean => link.vxlan !== null

const State = ({ link }: { link: ApiLink }) => (
  <span className="inline-flex items-center gap-1.5">
    <Dot tone={link.up ? (link.operstate === 'DOWN' ? 'warn' : 'ok') : 'idle'} />
    {link.up ? 'up' : 'down'}
    {link.operstate !== null && !['UP', 'UNKNOWN'].includes(link.operstate) && (
      <span className="text-ink-3 text-small">{link.operstate.toLowerCase()}</span>
    )}
  </span>
)

const Details = ({ link }: { link: ApiLink }) => {
  if (link.vxlan !== null) {
    const vni = link.vxlan.vni
    return (
      <span className="mono flex flex-wrap items-center gap-x-3">
        {vni !== null && <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />}
        {vxlanWords(link.vxlan).map(([name, value]) => (
          <span className="whitespace-nowrap" key={name}>
            <span className="text-ink-3">{name}</span> {value}
          </span>
        ))}
      </span>
    )
  }
  if (link.bridge !== null) {
    return (
      <span className="mono flex flex-wrap gap-x-3">
        {link.bridge.ageing !== null && (
          <span>
            <span className="text-ink-3">ageing</span> {link.bridge.ageing} s
          </span>
        )}
        {link.bridge.vlanFiltering !== null && (
          <span>
            <span className="text-ink-3">vlan filtering</span> {link.bridge.vlanFiltering ? 'on' : 'off'}
          </span>
        )}
      </span>
    )
  }
  return null
}

const HEADS = ['Device', 'Kind', 'State', 'MTU', 'MAC', 'Addresses', 'Over', 'Port of', 'Details'] as const

const Addresses = ({ link }: { link: ApiLink }) =>
  link.addresses.map(one => (
    <span className="block" key={`${one.address}/${one.prefixlen}`}>
      <Copy text={one.address} what="address">
        {one.address}/{one.prefixlen}
      </Copy>
    </span>
  ))

/** A device where there is no width for columns. */
const LinkCard = ({ link }: { link: ApiLink }) => (
  <div className="space-y-1 border-line border-t px-4 py-2.5">
    <p className="flex items-center gap-3">
      <span className="mono font-semibold">{link.ifname}</span>
      <span className="text-ink-2">{link.kind}</span>
      <State link={link} />
      <span className="mono ml-auto text-ink-2">mtu {link.mtu ?? '–'}</span>
    </p>
    {link.mac !== null && <Copy text={link.mac} what="MAC" />}
    <Addresses link={link} />
    <Details link={link} />
  </div>
)

/** Devices of a node, VXLAN ones first: as `ip -d link` and `ip addr` told. `stale`: they told it once, and not now. */
export const LinksTable = ({ links, stale }: { links: readonly ApiLink[]; stale: boolean }) => {
  const phone = usePhone()
  const sorted = [...links].sort((a, b) => Number(isVxlan(b)) - Number(isVxlan(a)) || a.ifindex - b.ifindex)
  return (
    <section
      aria-label="Devices"
      className={clsx('overflow-x-auto border-line border-b', stale && 'hatched grayscale')}
    >
      <h3 className="px-4 pt-4 pb-1 font-medium">
        Devices <span className="text-ink-3 tabular-nums">{links.length}</span>
        {stale && <span className="font-normal text-warn"> · stale</span>}
      </h3>
      {links.length === 0 && <p className="px-4 pb-4 text-ink-2">Not read yet.</p>}
      {phone && sorted.map(link => <LinkCard key={link.ifindex} link={link} />)}
      {!phone && links.length > 0 && (
        <table className="w-full min-w-[960px] border-collapse">
          <thead className="text-ink-2 text-small">
            <tr className="h-8 text-left">
              {HEADS.map(name => (
                <th
                  className={clsx('whitespace-nowrap px-4 font-normal', name === 'MTU' && 'text-right')}
                  key={name}
                  scope="col"
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map(link => (
              <tr
                className="h-8 border-line border-t align-top hover:bg-raised [&>td]:px-4 [&>td]:py-1.5"
                key={link.ifindex}
              >
                <td className="mono whitespace-nowrap font-semibold">
                  {link.ifname}
                  {link.alias !== null && <span className="block font-normal text-ink-3">{link.alias}</span>}
                </td>
                <td className="text-ink-2">{link.kind ?? '–'}</td>
                <td className="whitespace-nowrap">
                  <State link={link} />
                </td>
                <td className="mono text-right">{link.mtu ?? '–'}</td>
                <td>{link.mac === null ? '–' : <Copy text={link.mac} what="MAC" />}</td>
                <td>
                  <Addresses link={link} />
                </td>
                <td className="mono">{link.link ?? ''}</td>
                <td className="mono">{link.master ?? ''}</td>
                <td className="w-[34%]">
                  <Details link={link} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
