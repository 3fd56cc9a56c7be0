import { DriverError } from '../../port/driver-error'

const bodyBytesMax = 64 * 1024 * 1024

/** Reads the whole body as text, and cuts off a hypervisor that sends without end. */
export async function readBounded(
  body: AsyncIterable<Uint8Array>,
  bytesMax: number = bodyBytesMax,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) throw new DriverError('bad_answer', { rawText: 'the answer is too long' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
