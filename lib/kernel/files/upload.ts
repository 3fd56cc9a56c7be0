/** Returns the whole body, or null as soon as it exceeds `bytesMax`, without reading the rest. */
export async function readAtMost(
  pieces: AsyncIterable<Uint8Array>,
  bytesMax: number,
): Promise<Uint8Array | null> {
  const read: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > bytesMax) return null
    read.push(piece)
  }
  return Buffer.concat(read, length)
}
