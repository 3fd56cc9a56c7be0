#!/usr/bin/env node
// A vantage outside the zones: reports whether a public address answers, from the host on which it runs. Node 22 or later,
// no dependency; see docs/operating/outside-vantages.md.
//
//   ALLOW=203.0.113.0/24 TLS_CERT=vantage.crt TLS_KEY=vantage.key CLIENT=<SHA-256> node outside-vantage.mjs 7443
//   ALLOW=198.51.100.0/24 node outside-vantage.mjs /run/vantage.sock          without TLS, for this machine alone
//
// GET /probe?protocol=ssh|tcp&address=…&port=… answers {"state":…,"text":…}: open, refused, no_answer, no_route, unknown.
import { readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { BlockList, connect, isIP } from 'node:net'

const [place] = process.argv.slice(2)
const { ALLOW, TLS_CERT, TLS_KEY, CLIENT } = process.env
if (!place || !ALLOW)
  throw new Error('usage: ALLOW=range,… [TLS_CERT= TLS_KEY= CLIENT=] outside-vantage.mjs PORT|SOCKET')

const answerMs = 3_000
const concurrentMax = 50
const textMax = 100
let concurrent = 0

/** Nothing else is ever dialled. */
const allowed = new BlockList()
for (const range of ALLOW.split(',')) {
  const [base = '', bits] = range.trim().split('/')
  const family = isIP(base)
  if (!family) throw new Error(`ALLOW: ${range} is not a range`)
  allowed.addSubnet(base, Number(bits ?? (family === 4 ? 32 : 128)), family === 6 ? 'ipv6' : 'ipv4')
}

const states = { ECONNREFUSED: 'refused', EHOSTUNREACH: 'no_route', ENETUNREACH: 'no_route' }

function dial(protocol, address, port) {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    let said = ''
    const end = (state, text) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({ state, text: text.replace(/[^\x20-\x7e]/g, '').slice(0, textMax) })
    }
    // From the first packet to the banner: a server that sends a byte now and then would hold the place for ever.
    const timer = setTimeout(() => end('no_answer', 'no answer'), answerMs)
    socket.on('error', (error) => end(states[error.code] ?? 'no_answer', error.code ?? error.message))
    socket.on('connect', () => protocol === 'tcp' && end('open', 'connected'))
    socket.on('data', (piece) => {
      said += piece.toString('latin1')
      const line = said.split(/\r?\n/)[0] ?? ''
      if (said.includes('\n') || said.length > 255) end(line.startsWith('SSH-') ? 'open' : 'refused', line)
    })
    socket.on('end', () => end('refused', 'closed'))
  })
}

async function answer(query) {
  const [protocol, address, port] = ['protocol', 'address', 'port'].map((name) => query.get(name) ?? '')
  // Without the interface of a link-local address: `fe80::1%eth0`.
  const family = address.includes('%') ? 0 : isIP(address)
  if (!family || !allowed.check(address, family === 6 ? 'ipv6' : 'ipv4'))
    return { state: 'unknown', text: 'not an allowed address' }
  const number = Number(port)
  if (!(Number.isInteger(number) && number > 0 && number < 65_536))
    return { state: 'unknown', text: 'no port' }
  if (protocol !== 'ssh' && protocol !== 'tcp') return { state: 'unknown', text: 'no such protocol' }
  if (concurrent >= concurrentMax) return { state: 'unknown', text: 'busy' }
  concurrent += 1
  try {
    return await dial(protocol, address, number)
  } finally {
    concurrent -= 1
  }
}

const plain = (fingerprint) => (fingerprint ?? '').replaceAll(':', '').toUpperCase()

async function handle(request, response) {
  const isTls = Boolean(request.socket.encrypted)
  const isClient = !isTls || plain(request.socket.getPeerCertificate().fingerprint256) === plain(CLIENT)
  // Anyone can connect: what no URL can be made of must not end the process.
  const url = isClient ? URL.parse(request.url ?? '/', 'http://vantage') : null
  const isProbe = request.method === 'GET' && url?.pathname === '/probe'
  response.statusCode = isClient ? (isProbe ? 200 : 404) : 403
  response.setHeader('content-type', 'application/json')
  response.end(
    `${JSON.stringify(isProbe ? await answer(url.searchParams) : { state: 'unknown', text: 'refused' })}\n`,
  )
}

if (TLS_CERT && TLS_KEY && CLIENT) {
  // The client's certificate signs itself: only its fingerprint counts, and TLS proves that it holds the key.
  const keys = { cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY), minVersion: 'TLSv1.3' }
  createHttpsServer({ ...keys, requestCert: true, rejectUnauthorized: false }, handle)
    .listen(Number(place))
    .on('listening', function () {
      console.log(`listening on port ${this.address().port}`)
    })
} else {
  if (!place.startsWith('/'))
    throw new Error('without TLS_CERT, TLS_KEY and CLIENT only a unix socket is served')
  rmSync(place, { force: true })
  createHttpServer(handle)
    .listen(place)
    .on('listening', () => console.log(`listening on ${place}`))
}
