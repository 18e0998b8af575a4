import { ACCESS_OPERATIONS } from './access'
import { EVIDENCE_OPERATIONS } from './evidence'
import { FINDINGS_OPERATIONS } from './findings'
import { INVENTORY_OPERATIONS } from './inventory'
import type { Operation } from './operation'
import { OVERLAY_OPERATIONS } from './overlay'
import { VXLAN_OPERATIONS } from './vxlan'

export type { Operation } from './operation'

/** All that the server answers and the OpenAPI document describes. */
export const OPERATIONS: readonly Operation[] = [
  ...OVERLAY_OPERATIONS,
  ...FINDINGS_OPERATIONS,
  ...VXLAN_OPERATIONS,
  ...EVIDENCE_OPERATIONS,
  ...INVENTORY_OPERATIONS,
  ...ACCESS_OPERATIONS,
]
