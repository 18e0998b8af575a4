/** Gathers bytes up to a limit in one growing buffer: thousands of tiny packets cost no more than one large one. */
export class ByteCollector {
  private buffer = Buffer.allocUnsafe(0)
  private length = 0

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.length
  }

  /** Takes what fits; false when something didn't. */
  add(chunk: Buffer): boolean {
    const room = Math.min(chunk.length, this.limit - this.length)
    if (this.length + room > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.min(this.limit, Math.max(2 * this.buffer.length, this.length + room, 4096)))
      this.buffer.copy(grown, 0, 0, this.length)
      this.buffer = grown
    }
    chunk.copy(this.buffer, this.length, 0, room)
    this.length += room
    return room === chunk.length
  }

  /** As UTF-8; bytes that aren't become U+FFFD. */
  toString(): string {
    return this.buffer.toString('utf8', 0, this.length)
  }
}
