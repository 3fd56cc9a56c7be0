/** A file as a browser sends it. */
export async function* sentFile(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}
