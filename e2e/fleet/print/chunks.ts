/** Rows of an answer joined into pieces of about 32 KB: few writes, and never a whole big answer in memory. */
const PIECE = 32_768

export function* inPieces(parts: Iterable<string>): Generator<string> {
  let piece = ''
  for (const part of parts) {
    piece += part
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/** A JSON array as iproute2 prints it: one line, no blanks, a line end after it. */
export function* jsonArray(items: Iterable<string>): Generator<string> {
  let open = '['
  for (const item of items) {
    yield open + item
    open = ','
  }
  yield open === '[' ? '[]\n' : ']\n'
}
