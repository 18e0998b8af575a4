export type { PacketError, PacketErrorCode } from './error'
export { createPcapReader, KEEP, type PcapReader, type PcapRecord } from './pcap'
export { readVxlan } from './vxlan'
