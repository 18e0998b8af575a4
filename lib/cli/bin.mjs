#!/usr/bin/env node
import { loadTypeScript } from './load-typescript.mjs'

const { main } = await loadTypeScript('lib/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
