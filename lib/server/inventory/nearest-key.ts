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

/** How many letters to add, drop, change or swap with their neighbour (optimal string alignment). */
const distance = (left: string, right: string): number => {
  let before: number[] = []
  let above = Array.from({ length: right.length + 1 }, (_, column) => column)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current[column] = Math.min(
        (current[column - 1] ?? 0) + 1,
        (above[column] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    before = above
    above = current
  }
  return above[right.length] ?? right.length
}

/** The known key somebody probably meant: spelt almost so, or what other tools call it. `null` where none is near. */
export const nearestKey = (key: string, known: readonly string[]): string | null => {
  const wanted = bare(key.slice(0, 64))
  const elsewhere = ELSEWHERE[wanted]
  if (Object.hasOwn(ELSEWHERE, wanted) && elsewhere !== undefined && known.includes(elsewhere)) return elsewhere
  const ranked = known
    .map(name => ({ name, far: distance(wanted, bare(name)) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(name.length / 3)))
    .sort((left, right) => left.far - right.far)
  return ranked[0]?.name ?? null
}
