import { readFileSync } from 'node:fs'
import { Client, type ClientChannel } from 'ssh2'
import type { Fleet } from './fleet'

/** What an exec gave, as it stands; `done` resolves when its channel has closed. */
export interface Exec {
  stdout: Buffer[]
  stderr: string
  status: number | null
  channel: ClientChannel
  done: Promise<void>
}

export const textOf = ({ stdout }: Exec): string => Buffer.concat(stdout).toString()

export const lengthOf = ({ stdout }: Exec): number => stdout.reduce((sum, { length }) => sum + length, 0)

/** A client of one node; rejects with ssh2's own error. `readyTimeout` bounds the whole login. */
export const connect = (fleet: Fleet, name: string, readyTimeout = 10_000): Promise<Client> =>
  new Promise((resolve, reject) => {
    const node = fleet.nodes.find(other => other.name === name)
    if (!node) throw new Error(`no node ${name}`)
    const client = new Client()
    client.once('ready', () => resolve(client))
    // Stays: a connection may be lost after the first error too, and at any time later.
    client.on('error', error => {
      client.end()
      reject(error)
    })
    client.connect({
      host: '127.0.0.1',
      port: node.port,
      username: node.user,
      privateKey: readFileSync(fleet.identityFile),
      readyTimeout,
      hostHash: 'sha256',
      hostVerifier: (hash: string) =>
        `SHA256:${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}` === node.fingerprint,
    })
  })

/** Runs a command, with a script on stdin where one is given. */
export const exec = (client: Client, command: string, script?: string): Promise<Exec> =>
  new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) {
        reject(error)
        return
      }
      const said: Exec = { stdout: [], stderr: '', status: null, channel, done: Promise.resolve() }
      said.done = new Promise(closed => channel.once('close', () => closed()))
      channel.on('data', (data: Buffer) => said.stdout.push(data))
      channel.stderr.on('data', (data: Buffer) => {
        said.stderr += data.toString()
      })
      channel.on('exit', (status: number | null) => {
        said.status = status
      })
      if (script !== undefined) channel.end(script)
      resolve(said)
    })
  })
