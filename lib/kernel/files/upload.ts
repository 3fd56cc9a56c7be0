/** Of one file sent by itself, as it is. */
export const uploadBytesMax = 10 * 1024 * 1024

/** All of it, or null as soon as there is more than `bytesMax`: the rest is not waited for. */
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
