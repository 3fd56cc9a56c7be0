/**
 * The API on a production build: orders over HTTP by eight clients, next to the same use case called in this process, and
 * the processor time of reading one server next to the health route of the portal. The worker is suspended meanwhile:
 * what remains is caused by requests.
 */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { databaseCpu } from './support/database-cpu.ts'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'
import { treeSeconds } from './support/process-cpu.ts'
import { measureRate } from './support/rate.ts'

const clients = 8
const seconds = 10
const organisations = 64
const reads = 2_000
const warmUps = 400
const agent = new Agent({ keepAlive: true })

type Answer = { status: number; text: string }

/** One request by the plainest client, because clients use the measured cores. */
function send(url: string, method: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

export async function run(): Promise<Record<string, number>> {
  return withInstallation(async (portalUrl, pids) => {
    const { makeSellingZone } = await import('../e2e/support/crowd.ts')
    const { sql } = await import('../e2e/support/database.ts')
    const { makeCatalogue, serverOrder } = await import('../lib/ordering/testing/order-world.ts')
    const { makeBuyers } = await import('../testing/buyer.ts')
    const { tokenOf } = await import('../lib/api/testing/token-of.ts')
    const { placeOrder } = await import('../lib/ordering/index.ts')
    const zone = await makeSellingZone(20_000)
    const catalogue = await makeCatalogue([zone])
    const buyers = await makeBuyers(sql, organisations)
    const tokens = await Promise.all(
      buyers.map((buyer) => tokenOf(buyer.as('owner', new Date()), { permissions: ['order:place'] })),
    )
    const api = process.env.API_URL ?? ''
    const { worker } = pids()
    if (worker) process.kill(worker, 'SIGSTOP')
    try {
      const orderOf = () => serverOrder(zone, catalogue, { name: `web-${randomUUID().slice(0, 8)}a` })
      const inProcess = async (client: number, turn: number) => {
        const buyer = buyers[(client + turn * clients) % organisations]
        const outcome = buyer && (await placeOrder(buyer.as('owner', new Date()), orderOf()))
        if (outcome?.outcome !== 'accepted') throw new Error(`the order was ${outcome?.outcome}`)
      }
      const overHttp = async (client: number, turn: number) => {
        const { idempotencyKey, ...body } = orderOf()
        const headers = {
          authorization: `Bearer ${tokens[(client + turn * clients) % organisations]}`,
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
        }
        const { status, text } = await send(`${api}/v1/orders`, 'POST', headers, JSON.stringify(body))
        if (status !== 201) throw new Error(`the order was answered ${status}: ${text}`)
      }
      // Alternating, so that both meet the same load of the machine; the first of each warms up.
      await measureRate(clients, 3, inProcess)
      await measureRate(clients, 3, overHttp)
      const rates: { process: number[]; http: number[]; p99: number[] } = { process: [], http: [], p99: [] }
      for (let round = 0; round < 3; round += 1) {
        rates.process.push((await measureRate(clients, seconds, inProcess)).perSecond)
        const { perSecond, p99Ms } = await measureRate(clients, seconds, overHttp)
        rates.http.push(perSecond)
        rates.p99.push(p99Ms)
      }

      const [server] = await sql<{ id: string }[]>`
        select id from instances where organisation_id = ${buyers[0]?.organisationId ?? ''} limit 1`
      const [reader] = buyers
      if (!server || !reader) throw new Error('no server was ordered')
      // Each may send 600 requests a minute.
      const own = await Promise.all(Array.from({ length: 8 }, () => tokenOf(reader.as('owner', new Date()))))
      const databaseSeconds = await databaseCpu(sql)
      const measure = async (pid: number | undefined, read: (turn: number) => Promise<Answer>) => {
        const inTurn = async (count: number) => {
          let next = 0
          await Promise.all(
            Array.from({ length: clients }, async () => {
              while (next < count) {
                const { status } = await read(next++)
                if (status !== 200) throw new Error(`answered ${status}`)
              }
            }),
          )
        }
        await inTurn(warmUps)
        const before = { process: treeSeconds(pid), database: databaseSeconds() }
        await inTurn(reads)
        const each = (used: number) => Math.round((used * 1_000_000) / reads) / 1_000
        return {
          cpuMs: each(treeSeconds(pid) - before.process),
          databaseMs: each(databaseSeconds() - before.database),
        }
      }
      const health = await measure(pids().portal, () => send(`${portalUrl}/api/health`, 'GET', {}))
      const one = await measure(pids().api, (turn) =>
        send(`${api}/v1/instances/${server.id}`, 'GET', {
          authorization: `Bearer ${own[turn % own.length]}`,
        }),
      )
      const [process_, http] = [percentile(rates.process, 0.5), percentile(rates.http, 0.5)]
      return {
        clients,
        ordersInProcessPerSecond: process_,
        ordersOverHttpPerSecond: http,
        httpShare: Math.round((100 * http) / process_) / 100,
        ordersOverHttpP99Ms: percentile(rates.p99, 0.5),
        healthCpuMs: health.cpuMs,
        instanceCpuMs: one.cpuMs,
        instanceDatabaseCpuMs: one.databaseMs,
        instanceTimesHealthCpu: Math.round((10 * one.cpuMs) / health.cpuMs) / 10,
      }
    } finally {
      if (worker) process.kill(worker, 'SIGCONT')
    }
  })
}
