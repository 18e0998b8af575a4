import { type ChildProcess, spawn } from 'node:child_process'
import { until } from './running'

/** A VXLAN packet as tcpdump prints it: the outer ends, the VNI, and what is in it. */
export interface Seen {
  source: string
  destination: string
  port: number
  vni: number
  inner: string
}

const OUTER = /^IP6? (?:\([^)]*\) )?(\S+)\.\d+ > (\S+)\.(\d+): VXLAN, flags \[.*?\] \(0x08\), vni (\d+)$/

/** Each packet is two lines: its outside, then its inside. */
const packetsOf = (text: string): Seen[] => {
  const lines = text.split('\n').map(line => line.trim())
  return lines.flatMap((line, index) => {
    const outer = OUTER.exec(line)
    const inner = lines[index + 1]
    if (!outer || inner === undefined || inner === '') return []
    const [, source = '', destination = '', port, vni] = outer
    return [{ source, destination, port: Number(port), vni: Number(vni), inner }]
  })
}

export interface Capture {
  /** All that has passed since it began. */
  seen(): readonly Seen[]
  stop(): Promise<void>
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.on('exit', () => resolve())
  })

/** What passes a node's underlay device from now on; it is listened when this has come back. `words`: what runs a command there. */
export const captureOn = async (words: readonly string[], env: NodeJS.ProcessEnv, device: string): Promise<Capture> => {
  const filter = ['udp', 'and', '(port', '8472', 'or', 'port', '4789)']
  const argv = [...words, 'tcpdump', '-i', device, '-tlnn', '--immediate-mode', '-T', 'vxlan', ...filter]
  const [program = '', ...rest] = argv
  const child = spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [printed, said] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  // Nothing passes a device that is down, and tcpdump ends at once.
  await until('tcpdump to listen', () => /listening on|That device is not up/.test(said))
  return {
    seen: () => packetsOf(printed),
    stop: async () => {
      child.kill()
      await ended(child)
    },
  }
}
