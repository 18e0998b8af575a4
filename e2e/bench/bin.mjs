#!/usr/bin/env node
import '../setup/node.mjs'
import { build, prepare } from '../setup/prepare.mjs'
import { findChromium } from '../setup/programs.mjs'

const { signal } = new AbortController()
const problem = await prepare('bench', signal)
if (problem) console.error(problem)
await build(signal)
process.env.CHROMIUM_PATH ??= findChromium() ?? ''

// Not on a fresh clone before its packages are there.
const { loadTypeScript } = await import('../../lib/cli/load-typescript.mjs')
const { main } = await loadTypeScript('e2e/bench/main.ts')
process.exitCode = await main(process.argv.slice(2))
