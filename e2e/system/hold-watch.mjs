import { loadTypeScript } from '../../lib/cli/load-typescript.mjs'

const { holdWatch } = await loadTypeScript('e2e/system/hold-watch.ts')
await holdWatch(process.argv[2], process.argv[3])
