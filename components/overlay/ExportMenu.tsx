'use client'

import { Menu } from '@base-ui/react/menu'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { overlayDot } from '@/lib/client/export/dot'
import { drawSvg } from '@/lib/client/export/svg'
import type { Graph } from '@/lib/client/graph-types'
import { overlayOfVni } from '@/lib/client/overlay-of-vni'
import { readPositions } from '@/lib/client/use-positions'
import type { Overlay } from '@/lib/model/overlay'
import { MENU_ITEM, MenuPopup } from '../ui/MenuPopup'
import { drawGraph } from './drawing'

/** A picture is drawn at twice its size, and no larger than browsers bear. */
const SCALE = 2
const LARGEST = 8_000

const save = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  Object.assign(link, { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const svgOf = (graph: Graph): string => {
  const style = getComputedStyle(document.documentElement)
  return drawSvg(drawGraph(graph, readPositions()), property => style.getPropertyValue(property).trim())
}

const pngOf = async (svg: string): Promise<Blob | null> => {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const scale = Math.min(SCALE, LARGEST / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = image.width * scale
  canvas.height = image.height * scale
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise(resolve => canvas.toBlob(resolve, 'image/png'))
}

/** What is shown, as a file: the graph as a picture, the overlay as data. */
export const ExportMenu = ({ graph, overlay, vni }: { graph: Graph; overlay: Overlay; vni: number | null }) => {
  const [failed, setFailed] = useState(false)
  const name = vni === null ? 'overlay' : `overlay-vni-${vni}`
  const shown = () => overlayOfVni(overlay, vni)
  const savePng = async () => {
    const png = await pngOf(svgOf(graph)).catch(() => null)
    setFailed(png === null)
    if (png !== null) save(png, `${name}.png`)
  }
  const json = () => {
    const { nodes, vteps, vnis, groups, tunnels } = shown()
    return JSON.stringify({ nodes, vteps, vnis, groups, tunnels }, null, 2)
  }
  const items = [
    {
      what: 'SVG',
      why: 'the graph',
      go: () => save(new Blob([svgOf(graph)], { type: 'image/svg+xml' }), `${name}.svg`),
    },
    { what: 'PNG', why: 'the graph', go: savePng },
    {
      what: 'JSON',
      why: 'the overlay',
      go: () => save(new Blob([json()], { type: 'application/json' }), `${name}.json`),
    },
    {
      what: 'DOT',
      why: 'for Graphviz',
      go: () => save(new Blob([overlayDot(shown())], { type: 'text/vnd.graphviz' }), `${name}.dot`),
    },
  ]
  return (
    <Menu.Root>
      <Menu.Trigger
        aria-label="Export"
        className="grid size-8 place-items-center rounded-md border border-line bg-raised text-ink-2 hover:text-ink"
        title="Export"
      >
        <Download aria-hidden className="size-4" />
      </Menu.Trigger>
      {failed && (
        <p className="absolute top-10 left-0 whitespace-nowrap rounded bg-bad-soft px-2 py-1 text-bad" role="alert">
          This browser could not draw the picture: take the SVG.
        </p>
      )}
      <MenuPopup align="start" width="min-w-44">
        {items.map(({ what, why, go }) => (
          <Menu.Item className={MENU_ITEM} key={what} onClick={go}>
            <span className="mono w-10">{what}</span>
            <span className="text-ink-2">{why}</span>
          </Menu.Item>
        ))}
      </MenuPopup>
    </Menu.Root>
  )
}
