import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const LOADER = 'lib/cli/load-typescript.mjs'

/** This file runs as a source, in a bundle of ours and in one of Next's: all of them below the repository's root. */
const findRoot = (): string => {
  const here = import.meta.url.startsWith('file:') ? path.dirname(fileURLToPath(import.meta.url)) : process.cwd()
  for (const start of [here, process.cwd()])
    for (let at = start; ; at = path.dirname(at)) {
      if (existsSync(path.join(at, LOADER))) return at
      if (at === path.dirname(at)) break
    }
  return process.cwd()
}

interface Loader {
  bundleTypeScript: (entry: string) => Promise<string>
}

/** Bundles a TypeScript entry when it isn't, and gives the bundle's path. Bundlers must not follow this import: it would pull in esbuild. */
export const bundlePath = async (entry: string): Promise<string> => {
  const url = pathToFileURL(path.join(findRoot(), LOADER)).href
  const { bundleTypeScript }: Loader = await import(/* turbopackIgnore: true */ /* @vite-ignore */ url)
  return bundleTypeScript(entry)
}

export const historyWorkerPath = (): Promise<string> => bundlePath('lib/history/worker.ts')
