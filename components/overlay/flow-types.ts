import type { Edge, Node } from '@xyflow/react'
import type {
  GraphCard,
  GraphEdge,
  GraphFold,
  GraphHub,
  GraphMac,
  GraphMore,
  GraphSpoke,
  XY,
} from '@/lib/client/graph-types'
import type { Route } from '@/lib/client/routes'

export type CardFlow = Node<{ card: GraphCard }, 'card'>
export type HubFlow = Node<{ hub: GraphHub }, 'hub'>
export type MacFlow = Node<{ mac: GraphMac }, 'mac'>
export type MoreFlow = Node<{ more: GraphMore }, 'more'>
export type FoldFlow = Node<{ fold: GraphFold }, 'fold'>
export type FrameFlow = Node<{ fold: GraphFold }, 'frame'>
export type FlowNode = CardFlow | HubFlow | MacFlow | MoreFlow | FoldFlow | FrameFlow

export interface TunnelData extends Record<string, unknown> {
  edge: GraphEdge
  route: Route
  text: string
  /** One of many: thinner, and with its label only when it is lit. */
  large: boolean
  lit: boolean
  /** Out of the neighbourhood that stands out. */
  faded: boolean
}
export type TunnelFlow = Edge<TunnelData, 'tunnel'>
export type SpokeFlow = Edge<{ spoke: GraphSpoke; start: XY; end: XY }, 'spoke'>
export type UnfoldFlow = Edge<{ start: XY; end: XY }, 'unfold'>
export type FlowEdge = TunnelFlow | SpokeFlow | UnfoldFlow
