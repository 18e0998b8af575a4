import { type ChildProcess, spawn } from 'node:child_process'
import { execWords } from '@/e2e/lab/lab'
import { execEnvironment } from '@/e2e/lab/node'
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
  /** Waits until what is asked for has been seen. */
  until(what: string, isThere: (seen: readonly Seen[]) => boolean): Promise<readonly Seen[]>
  stop(): Promise<void>
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.on('exit', () => resolve())
  })

/** What passes a node's underlay device from now on; it is being listened when this has come back. */
export const captureOn = async (lab: string, node: string, device: string): Promise<Capture> => {
  const words = await execWords(lab, node)
  const filter = ['udp', 'and', '(port', '8472', 'or', 'port', '4789)']
  const argv = [...words, 'tcpdump', '-i', device, '-tlnn', '--immediate-mode', '-T', 'vxlan', ...filter]
  const [program = '', ...rest] = argv
  const child = spawn(program, rest, { env: execEnvironment(lab), stdio: ['ignore', 'pipe', 'pipe'] })
  let [printed, said] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  await until('tcpdump to listen', () => said.includes('listening on'))
  return {
    until: async (what, isThere) => {
      await until(what, () => isThere(packetsOf(printed))).catch(error => {
        throw new Error(`${error.message}; seen:\n${printed}`)
      })
      return packetsOf(printed)
    },
    stop: async () => {
      child.kill()
      await ended(child)
    },
  }
}
