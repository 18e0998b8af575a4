/** Part of a packet, read by offset in network byte order. Whoever reads has asked `has` before. */
export class Bytes {
  private readonly view: DataView

  constructor(readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  }

  get length(): number {
    return this.data.length
  }

  has(end: number): boolean {
    return end <= this.data.length
  }

  u8(at: number): number {
    return this.view.getUint8(at)
  }

  u16(at: number): number {
    return this.view.getUint16(at)
  }

  u32(at: number): number {
    return this.view.getUint32(at)
  }

  /** Bytes from `from` on, at most `length` of them. */
  from(from: number, length = this.data.length): Bytes {
    return new Bytes(this.data.subarray(Math.min(from, this.data.length), Math.min(from + length, this.data.length)))
  }
}
