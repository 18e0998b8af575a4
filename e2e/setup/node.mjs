/** Imported first by every command that must start on a fresh clone. Keep its syntax plain: an old Node has to get as far as the sentence. */
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`vxscope needs Node 20.19 or newer; this is ${process.versions.node} (${process.execPath}).`)
  process.exit(2)
}
