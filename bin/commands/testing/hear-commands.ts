import { vi } from 'vitest'
import { runCommandLine } from '../run'

/** Runs commands on a data folder; the lines of the last one are kept, and not printed. */
export function hearCommands() {
  const lines: string[] = []
  return {
    lines,
    async run(dataDir: string, ...args: string[]): Promise<number> {
      process.env.DATA_DIR = dataDir
      lines.length = 0
      for (const way of ['log', 'error'] as const)
        vi.spyOn(console, way).mockImplementation((line: string) => void lines.push(line))
      return runCommandLine(args)
    },
  }
}
