import { loadTypeScript } from '../../lib/cli/load-typescript.mjs'

const { serveAndApply } = await loadTypeScript('e2e/change/serve-and-apply.ts')
await serveAndApply(process.argv[2], process.argv[3])
