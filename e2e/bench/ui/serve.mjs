#!/usr/bin/env node
import { loadTypeScript } from '../../../lib/cli/load-typescript.mjs'
import { buildIfChanged } from '../../../lib/server/launch/build.mjs'

Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' })
await buildIfChanged()
const { serve } = await import('../../../lib/server/launch/serve.mjs')
const { serveLarge } = await loadTypeScript('e2e/bench/ui/serve.ts')
await serveLarge(JSON.parse(process.argv[2] ?? '{}'), port => serve({ host: '127.0.0.1', port, dev: false }))
