import { loadTypeScript } from '../../lib/cli/load-typescript.mjs'

const { serve } = await loadTypeScript('e2e/system/serve.ts')
await serve(process.argv[2])
