import { writeFileSync } from 'node:fs'
import { loadTypeScript } from '../cli/load-typescript.mjs'

const { openApi } = await loadTypeScript('lib/server/openapi.ts')
writeFileSync(new URL('../../docs/openapi.json', import.meta.url), `${JSON.stringify(openApi(), null, 2)}\n`)
