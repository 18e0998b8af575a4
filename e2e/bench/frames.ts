import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { TOOL_PATH } from '@/e2e/lab/run'

/** Least length of an Ethernet frame without its check sum. */
const FRAME_BYTES = 60
/** IEEE 802's Local Experimental EtherType 1: nobody answers it. */
const ETHERTYPE = '88b5'

const frameOf = (from: string, to: string): Buffer => {
  const frame = Buffer.alloc(FRAME_BYTES)
  frame.write(`${to}${from}`.replaceAll(':', '') + ETHERTYPE, 'hex')
  return frame
}

/** Puts Ethernet frames on a device of a namespace, as if its machine had sent them. */
export interface FrameSender {
  send(from: string, to: string): void
  stop(): Promise<void>
}

/** socat reads as much as a frame is long at a time, and each read is one frame on the device. */
export const startFrameSender = (namespace: string, ifname: string): FrameSender => {
  const child = spawn(
    'ip',
    ['netns', 'exec', namespace, 'socat', '-u', '-b', String(FRAME_BYTES), '-', `INTERFACE:${ifname}`],
    { stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, PATH: TOOL_PATH } },
  )
  const ended = once(child, 'close')
  return {
    send: (from, to) => void child.stdin.write(frameOf(from, to)),
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
