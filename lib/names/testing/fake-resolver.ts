import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { readAddress } from '~/lib/kernel/net/cidr'

const aaaa = 28

/** A resolver on loopback that knows these names alone; `null` keeps silent about one. */
export async function startFakeResolver(known: ReadonlyMap<string, readonly string[] | null>) {
  const socket = createSocket('udp4')
  socket.on('message', (question, sender) => {
    const all = known.get(nameIn(question))
    if (all === null) return
    const is6 = questionIn(question).readUInt16BE(questionIn(question).length - 4) === aaaa
    const answers = all?.filter((address) => isIPv6(address) === is6)
    const header = Buffer.alloc(12)
    question.copy(header, 0, 0, 2)
    // A response with recursion; code 3: no such name.
    header.writeUInt16BE(answers ? 0x8180 : 0x8183, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(answers?.length ?? 0, 6)
    const records = (answers ?? []).map((address) => {
      const bytes = is6 ? bytesOf6(address) : address.split('.').map(Number)
      return Buffer.from([0xc0, 12, 0, is6 ? aaaa : 1, 0, 1, 0, 0, 0, 60, 0, bytes.length, ...bytes])
    })
    socket.send(Buffer.concat([header, questionIn(question), ...records]), sender.port, sender.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}

const bytesOf6 = (address: string) => [
  ...Buffer.from((readAddress(address)?.value ?? 0n).toString(16).padStart(32, '0'), 'hex'),
]

function nameIn(message: Buffer): string {
  const labels: string[] = []
  for (let at = 12, size = message[at] ?? 0; size > 0; at += size + 1, size = message[at] ?? 0)
    labels.push(message.subarray(at + 1, at + 1 + size).toString())
  return labels.join('.').toLowerCase()
}

/** The name, its type and its class. */
const questionIn = (message: Buffer) => message.subarray(12, message.indexOf(0, 12) + 5)
