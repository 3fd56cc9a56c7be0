import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findFreePort } from '../../../db/embedded/free-port.ts'

export type FiringAlert = { alertname: string; labels: Record<string, string> }
export type Prometheus = {
  firing(): Promise<FiringAlert[]>
  /** The first value of an expression. */
  value(expr: string): Promise<number | null>
  stop(): Promise<void>
}

/** The intervals of docs/operating/metrics.md. */
const everySeconds = 5

/** Prometheus of Debian with the product's rules, on these targets. Its data goes with `stop`. */
export async function startPrometheus(targets: Record<string, number>): Promise<Prometheus> {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-prometheus-'))
  const port = await findFreePort()
  const configuration = {
    global: {
      scrape_interval: `${everySeconds}s`,
      scrape_timeout: `${everySeconds}s`,
      evaluation_interval: `${everySeconds}s`,
    },
    rule_files: [path.resolve('deploy/observability/alerts.yaml')],
    scrape_configs: [
      {
        job_name: 'andromede',
        static_configs: Object.entries(targets).map(([kind, target]) => ({
          targets: [`127.0.0.1:${target}`],
          labels: { instance: kind },
        })),
      },
    ],
  }
  const file = path.join(folder, 'prometheus.yml')
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(configuration))
  const child = spawn(
    'prometheus',
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  )
  const exited = once(child, 'exit')
  const read = async (resource: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${resource}`)
    return ((await response.json()) as { data: unknown }).data
  }
  return {
    async firing() {
      const { alerts } = (await read('alerts')) as {
        alerts: { state: string; labels: Record<string, string> }[]
      }
      return alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => ({ alertname: labels.alertname ?? '', labels }))
    },
    async value(expr) {
      const { result } = (await read(`query?query=${encodeURIComponent(expr)}`)) as {
        result: { value: [number, string] }[]
      }
      return result[0] ? Number(result[0].value[1]) : null
    },
    async stop() {
      child.kill('SIGKILL')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
