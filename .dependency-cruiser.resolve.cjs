/** The `@/` of tsconfig.json, for the import rules' resolver. */
module.exports = { resolve: { alias: { '@': __dirname }, extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] } }
