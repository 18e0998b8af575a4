import { fail } from '@/lib/model/result'

/** Why bytes are not what they should be. */
export type PacketErrorCode = 'notPcap' | 'linkType' | 'badLength' | 'truncated' | 'notVxlan' | 'fragment'

export interface PacketError {
  code: PacketErrorCode
  message: string
}

export const packetError = (code: PacketErrorCode, message: string) => fail<PacketError>({ code, message })
