/**
 * Preloaded for dependency-cruiser 17.4: it hands every file to swc as plain TypeScript, which JSX is not. Its other parsers
 * need TypeScript's old JavaScript API, which TypeScript 7 has no more.
 */
const swc = require('@swc/core')

const { parseFileSync } = swc
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') })
