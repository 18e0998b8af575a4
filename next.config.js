import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  // ssh2 and libsql load native files by path, which a bundler breaks.
  serverExternalPackages: ['ssh2', 'libsql'],
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  // A browser that is busy asks for it before it has read where the page's icon is.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
}
