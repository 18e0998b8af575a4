'use client'

import clsx from 'clsx'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { vniColour } from '@/lib/client/palette'
import { plural } from '@/lib/client/time'
import { deleteUrl, editUrl, stretchUrl } from '@/lib/client/vxlan/devices'
import { statusOf } from '@/lib/client/words'
import type { Overlay, Vni, VniMember } from '@/lib/model/overlay'
import { ForRole } from '../shared/ForRole'
import { Badge } from '../ui/Badge'
import { ButtonLink } from '../ui/Button'
import { PageLink } from '../ui/PageLink'

/** Of the list, where there is width for columns. */
export const COLUMNS = 'md:grid-cols-[minmax(8rem,1fr)_7rem_8rem_8rem_minmax(8rem,1fr)_4rem_4rem_3.75rem]'

const at = ({ node, ifname }: VniMember) => ({ node, name: ifname })

/** What members differ in that should agree. */
const differing = (members: readonly VniMember[]): string[] => {
  const values = (read: (member: VniMember) => string | number | null) =>
    new Set(members.map(read).filter(value => value !== null)).size
  return [
    ...(values(({ port }) => port) > 1 ? ['ports differ'] : []),
    ...(values(({ mtu }) => mtu) > 1 ? ['MTUs differ'] : []),
    ...(values(({ group }) => group) > 1 ? ['groups differ'] : []),
  ]
}

/** One of a member's columns; on a phone a line, with the name that no head gives it there. */
const Fact = ({ name, className, children }: { name: string; className?: string; children: ReactNode }) => (
  <span
    className={clsx(
      'mono text-ink-2 max-md:col-span-full max-md:grid max-md:grid-cols-[5rem_1fr] max-md:items-baseline',
      className,
    )}
  >
    <span className="font-sans text-ink-3 text-small md:hidden">{name}</span>
    <span>{children}</span>
  </span>
)

const Member = ({ member, overlay }: { member: VniMember; overlay: Overlay }) => {
  const node = overlay.nodes.find(({ name }) => name === member.node)
  const vtep = overlay.vteps.find(({ id }) => id === member.vtep)
  const addresses = node?.addresses.filter(({ ifname }) => ifname === member.ifname) ?? []
  const name = `${member.ifname} on ${member.node}`
  return (
    <li
      className={clsx(
        'grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-0.5 border-line border-t px-4 py-1 hover:bg-raised md:gap-x-4 md:py-0.5',
        COLUMNS,
      )}
    >
      <span className="flex min-w-0 items-center gap-2">
        <PageLink href={`/?sel=node:${member.node}`}>{member.node}</PageLink>
        {node !== undefined && node.state !== 'live' && <Badge tone="warn">{statusOf(node).word}</Badge>}
      </span>
      <span className="mono">{member.ifname}</span>
      <Fact name="VTEP">{vtep?.address ?? '–'}</Fact>
      <Fact name="floods to">{member.group ?? 'remotes'}</Fact>
      <Fact className="min-w-0" name="addresses">
        {addresses.length === 0 ? '–' : addresses.map(({ address, prefixlen }) => `${address}/${prefixlen}`).join(', ')}
      </Fact>
      <Fact className="md:text-right" name="port">
        {member.port ?? '–'}
      </Fact>
      <Fact className="md:text-right" name="MTU">
        {member.mtu ?? '–'}
      </Fact>
      <span className="col-start-3 row-start-1 flex gap-1 md:col-auto md:row-auto">
        <ForRole needs="operator">
          <ButtonLink
            aria-label={`Edit ${name}`}
            className="md:size-7"
            href={editUrl([at(member)])}
            look="icon"
            title="Edit"
          >
            <Pencil aria-hidden className="size-4" />
          </ButtonLink>
          <ButtonLink
            aria-label={`Delete ${name}`}
            className="md:size-7"
            href={deleteUrl([at(member)])}
            look="icon"
            title="Delete"
          >
            <Trash2 aria-hidden className="size-4" />
          </ButtonLink>
        </ForRole>
      </span>
    </li>
  )
}

/** One VNI: its members, and what can be done with all of them. */
export const VniSection = ({ vni: { vni, members }, overlay }: { vni: Vni; overlay: Overlay }) => {
  const all = members.map(at)
  return (
    <section aria-label={`VNI ${vni}`} className="border-line border-b">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 bg-surface px-4 py-2">
        <h2 className="flex items-center gap-2 font-semibold">
          <span aria-hidden className="size-2.5 rounded-[2px]" style={{ background: vniColour(vni) }} />
          VNI {vni}
        </h2>
        <span className="text-ink-2 text-small">{plural(members.length, 'member')}</span>
        {differing(members).map(word => (
          <Badge key={word} tone="warn">
            {word}
          </Badge>
        ))}
        <span className="ml-auto flex flex-wrap gap-1">
          <ForRole needs="operator">
            <ButtonLink href={stretchUrl(vni)} look="ghost">
              <Plus aria-hidden className="size-4" />
              Stretch to…
            </ButtonLink>
            {members.length > 1 && (
              <>
                <ButtonLink aria-label={`Edit all of VNI ${vni}`} href={editUrl(all)} look="ghost">
                  <Pencil aria-hidden className="size-4" />
                  Edit all
                </ButtonLink>
                <ButtonLink aria-label={`Delete all of VNI ${vni}`} href={deleteUrl(all)} look="ghost">
                  <Trash2 aria-hidden className="size-4" />
                  Delete all
                </ButtonLink>
              </>
            )}
          </ForRole>
        </span>
      </header>
      <ul>
        {members.map(member => (
          <Member key={`${member.node}/${member.ifname}`} member={member} overlay={overlay} />
        ))}
      </ul>
    </section>
  )
}
