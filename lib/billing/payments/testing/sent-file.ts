/** A file uploaded by a browser. */
export async function* sentFile(text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text)
}
