#!/usr/bin/env node
import { loadTypeScript } from '../../lib/cli/load-typescript.mjs'

const { main } = await loadTypeScript('e2e/bench/main.ts')
process.exitCode = await main(process.argv.slice(2))
