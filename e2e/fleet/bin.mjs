#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

if (!existsSync(fileURLToPath(new URL('../../node_modules/esbuild', import.meta.url)))) {
  console.error('fleet: the npm packages are not installed; run: npm ci')
  process.exit(2)
}
const { loadTypeScript } = await import('../../lib/cli/load-typescript.mjs')
const { main } = await loadTypeScript('e2e/fleet/main.ts')
process.exitCode = await main(process.argv.slice(2))
