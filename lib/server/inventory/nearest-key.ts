import { editDistance } from '@/lib/model/edit-distance'

/** What other tools call the same thing. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  address: 'host',
  hostname: 'host',
  ip: 'host',
  ansiblehost: 'host',
  login: 'user',
  username: 'user',
  key: 'identityFile',
  keyfile: 'identityFile',
  privatekey: 'identityFile',
  sshkey: 'identityFile',
  bastion: 'proxyJump',
  jump: 'proxyJump',
  jumphost: 'proxyJump',
  label: 'tags',
  labels: 'tags',
  os: 'platform',
  type: 'platform',
  interval: 'pollInterval',
  poll: 'pollInterval',
  knownhostsfile: 'knownHosts',
  userknownhostsfile: 'knownHosts',
}

const bare = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** The known key somebody probably meant: spelt almost so, or what other tools call it. `null` where none is near. */
export const nearestKey = (key: string, known: readonly string[]): string | null => {
  const wanted = bare(key.slice(0, 64))
  const elsewhere = ELSEWHERE[wanted]
  if (Object.hasOwn(ELSEWHERE, wanted) && elsewhere !== undefined && known.includes(elsewhere)) return elsewhere
  const ranked = known
    .map(name => ({ name, far: editDistance(wanted, bare(name)) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .sort((left, right) => left.far - right.far)
  return ranked[0]?.name ?? null
}
