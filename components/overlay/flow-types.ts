import type { Edge, Node } from '@xyflow/react'
import type { GraphCard, GraphEdge, GraphHub, GraphMac, GraphMore, GraphSpoke, XY } from '@/lib/client/graph-types'

export type CardFlow = Node<{ card: GraphCard }, 'card'>
export type HubFlow = Node<{ hub: GraphHub }, 'hub'>
export type MacFlow = Node<{ mac: GraphMac }, 'mac'>
export type MoreFlow = Node<{ more: GraphMore }, 'more'>
export type FlowNode = CardFlow | HubFlow | MacFlow | MoreFlow

export type TunnelFlow = Edge<{ edge: GraphEdge; obstacles: readonly XY[]; large: boolean }, 'tunnel'>
export type SpokeFlow = Edge<{ spoke: GraphSpoke }, 'spoke'>
export type FlowEdge = TunnelFlow | SpokeFlow
