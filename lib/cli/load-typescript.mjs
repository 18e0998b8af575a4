import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const outDir = path.join(root, '.build')

/** A bundle is fresh while each file it was made from is unchanged since (esbuild's metafile keeps the list). */
const isFresh = (bundle, list) => {
  if (!existsSync(bundle) || !existsSync(list)) return false
  const made = statSync(bundle).mtimeMs
  return JSON.parse(readFileSync(list, 'utf8')).every(input => existsSync(input) && statSync(input).mtimeMs <= made)
}

/** Another process that reads the file meanwhile sees all of it or none. */
const writeWhole = (file, contents) => {
  const made = `${file}.${process.pid}.tmp`
  writeFileSync(made, contents)
  renameSync(made, file)
}

/**
 * Bundles one TypeScript entry of this repository (packages stay outside) and gives the bundle's path.
 * Node 20 runs no TypeScript by itself; worker threads and the commands are started from these bundles.
 * @param {string} entry path from the repository's root, e.g. `lib/cli/main.ts`
 */
export const bundleTypeScript = async entry => {
  const name = `${path.basename(entry, '.ts')}-${createHash('sha1').update(entry).digest('hex').slice(0, 8)}`
  const bundle = path.join(outDir, `${name}.mjs`)
  const list = path.join(outDir, `${name}.inputs.json`)
  if (isFresh(bundle, list)) return bundle
  const { build } = await import('esbuild')
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { [name]: entry },
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  mkdirSync(path.join(outDir, 'chunks'), { recursive: true })
  // The entry comes last: another process may be starting from the one before.
  const chunks = outputFiles.filter(file => file.path !== bundle)
  for (const file of [...chunks, ...outputFiles.filter(file => file.path === bundle)])
    writeWhole(file.path, file.contents)
  const inputs = [...Object.keys(metafile.inputs), 'package.json', 'tsconfig.json'].map(file => path.join(root, file))
  writeWhole(list, JSON.stringify(inputs))
  return bundle
}

/** Bundles an entry and imports it. */
export const loadTypeScript = async entry => import(pathToFileURL(await bundleTypeScript(entry)).href)
