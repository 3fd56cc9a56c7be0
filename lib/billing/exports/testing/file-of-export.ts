import type { OpContext } from '~/lib/kernel/op-context'
import { type ExportInput, openExport } from '../open-export'
import { zipEntry } from './zip-entry'

/** The rows of the whole file, split without the code of previews: no field of these tests holds a line end. */
export async function rowsOfExport(ctx: OpContext, input: ExportInput): Promise<string[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of (await openExport(ctx, input)).stream) chunks.push(chunk)
  const file = Buffer.concat(chunks)
  if (input.format === 'zip') return namesInZip(file)
  if (input.format === 'xlsx')
    return (zipEntry(file, 'xl/worksheets/sheet1.xml') ?? '').split(/(?=<row>)/).slice(2)
  const text = file.toString(input.format === 'entries_ebp' ? 'latin1' : 'utf8').replace(/^\ufeff/, '')
  return text.split(/(?<=\n)/)
}

/** In the order of the central directory. */
function namesInZip(zip: Buffer): string[] {
  const names: string[] = []
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('504b0506', 'hex')) + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    names.push(zip.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + extra + comment
  }
  return names
}
