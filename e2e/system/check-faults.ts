import { labExec } from '@/e2e/lab/lab'
import type { Fault } from './fault'
import { deviceFaults } from './faults-of-devices'
import { nodeFaults } from './faults-of-nodes'
import { tableFaults } from './faults-of-tables'

/** One of every check. */
export const FAULTS: readonly Fault[] = [...nodeFaults, ...deviceFaults, ...tableFaults]

/** Why a fault can't be made here, as the kernel says it; null where it can. */
export const whyNotHere = async (instance: string, { check }: Fault): Promise<string | null> => {
  if (check !== 'vyosLink') return null
  const line = 'ip link add probe0 type vxlan id 98 group 239.9.0.1 dstport 8472 && ip link del probe0'
  const { code, stderr } = await labExec(instance, 'helium', ['sh', '-c', line])
  return code === 0 ? null : `this kernel makes no VXLAN device with a group and no underlay device: ${stderr.trim()}`
}
