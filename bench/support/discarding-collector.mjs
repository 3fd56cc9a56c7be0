// A collector of traces in a process of its own: it reads what it gets, and discards it. Writes its address.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
process.once('disconnect', () => process.exit())
