/** How long the command line of customers takes to print its help, next to Node that does nothing. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundleCustomerCli } from '../bin/lib/bundle-cli.ts'
import { root } from '../bin/lib/root.ts'
import { percentile } from './support/percentile.ts'

const rounds = 30

export async function run(): Promise<Record<string, number | string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'andromede-bench-cli-'))
  try {
    const file = path.join(folder, 'andromede')
    await bundleCustomerCli(path.relative(root, file))
    const [help, nothing]: [number[], number[]] = [[], []]
    // In turns, so that both see the same machine.
    for (let round = 0; round < rounds; round += 1) {
      nothing.push(timeOf(['-e', '0']))
      help.push(timeOf([file, '--help']))
    }
    const [helpMs, nodeMs] = [percentile(help, 0.5), percentile(nothing, 0.5)]
    return {
      node: process.version,
      helpMs,
      nodeMs,
      ratio: round2(helpMs / nodeMs),
      bytes: statSync(file).size,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function timeOf(args: string[]): number {
  const start = performance.now()
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
  return performance.now() - start
}

const round2 = (value: number) => Math.round(value * 100) / 100
