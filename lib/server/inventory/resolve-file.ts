import path from 'node:path'

/** `~/x` under `home`, a relative path under `baseDir`, an absolute one as it is. */
export const resolveFile = (file: string, baseDir: string, home: string): string =>
  file === '~' || file.startsWith('~/') ? path.join(home, file.slice(1)) : path.resolve(baseDir, file)
