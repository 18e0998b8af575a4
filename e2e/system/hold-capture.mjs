import { loadTypeScript } from '../../lib/cli/load-typescript.mjs'

const { holdCapture } = await loadTypeScript('e2e/system/hold-capture.ts')
await holdCapture(process.argv[2])
