import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  // ssh2 and libsql load native files by path, which a bundler breaks.
  serverExternalPackages: ['ssh2', 'libsql'],
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
}
