import { once } from 'node:events'
import { createServer } from 'node:http'
import path from 'node:path'
import { build } from 'esbuild'

/** The baseline's page, served on loopback: a plain React Flow; with `#empty` one without anything in it. */
export const serveBaseline = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const { outputFiles } = await build({
    entryPoints: [path.resolve('e2e/bench/ui/baseline.tsx')],
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    logLevel: 'error',
  })
  const style = await build({
    stdin: { contents: '@import "@xyflow/react/dist/style.css";', loader: 'css', resolveDir: process.cwd() },
    bundle: true,
    write: false,
    logLevel: 'error',
  })
  const html = `<!doctype html><style>${style.outputFiles[0]?.text ?? ''} html,body,#root{height:100%;margin:0}</style><div id="root"></div><script>${outputFiles[0]?.text.replaceAll('</script', '<\\/script') ?? ''}</script>`
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(html))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the baseline has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
