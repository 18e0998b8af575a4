#!/usr/bin/env node
import { loadTypeScript } from '../../lib/cli/load-typescript.mjs'
import { findChromium } from '../setup/programs.mjs'

process.env.CHROMIUM_PATH ??= findChromium() ?? ''

const { main } = await loadTypeScript('e2e/bench/main.ts')
process.exitCode = await main(process.argv.slice(2))
