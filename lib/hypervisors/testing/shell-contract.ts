import { describe, expect, it } from 'vitest'
import { hypervisorName } from '../port/names'
import type { Shell } from '../port/shell'
import { instanceSpec, soon, type World } from './world'

/** Some shells query the cursor position of their terminal. */
const prompt = /[#$] \S*$/
const size = { columns: 80, rows: 24 }

/** Returns the output of a shell, and functions that type in it. */
export function listen(shell: Shell) {
  let shown = ''
  const decoder = new TextDecoder()
  shell.onData((bytes) => {
    shown += decoder.decode(bytes, { stream: true })
  })
  return {
    shown: () => shown,
    type: (text: string) => shell.write(new TextEncoder().encode(text)),
    see: (pattern: RegExp) => expect.poll(() => shown, { timeout: 20_000, interval: 20 }).toMatch(pattern),
  }
}

export function shellContract(world: () => World): void {
  describe('shells', { timeout: 60_000 }, () => {
    async function running() {
      const spec = instanceSpec(world().image)
      await world().driver.createInstance(spec, soon())
      await world().driver.startInstance(spec.resourceId, soon())
      return spec.resourceId
    }
    const open = (resourceId: string) => world().driver.openShell(resourceId, size, soon())

    it('show a prompt, echo input, answer, and end with their exit code', async () => {
      const id = await running()
      const shell = await open(id)
      const { type, see, shown } = listen(shell)
      await see(prompt)
      await type('echo hello-$((40+2))\n')
      await see(/hello-42\r\n/)
      expect(shown()).toContain('echo hello-$((40+2))')
      await type('hostname\n')
      await see(new RegExp(`\n${hypervisorName(id)}\r\n`))
      await type('exit 3\n')
      expect(await shell.closed).toEqual({ exitCode: 3 })
      // Input after the end is ignored and does no harm.
      await type('echo late\n')
      shell.close()
    })

    it('have the size of the window, and follow it', async () => {
      const shell = await open(await running())
      const { type, see } = listen(shell)
      await type('stty size\n')
      await see(/\n24 80\r\n/)
      shell.resize({ columns: 120, rows: 40 })
      await type('stty size\n')
      await see(/\n40 120\r\n/)
      shell.close()
      expect(await shell.closed).toEqual({ exitCode: null })
    })

    it('hold back output while paused, and lose nothing', async () => {
      const shell = await open(await running())
      const { type, see, shown } = listen(shell)
      await see(prompt)
      const before = shown()
      shell.pause()
      await type('echo held-$((1+1))\n')
      // Another shell is not delayed; its answer shows that this one had time to write.
      const other = listen(await open(await running()))
      await other.type('echo free-$((1+1))\n')
      await other.see(/free-2\r\n/)
      expect(shown()).toBe(before)
      shell.resume()
      await see(/held-2\r\n/)
      shell.close()
    })

    it('end their processes when closed', async () => {
      const id = await running()
      const shell = await open(id)
      const first = listen(shell)
      await first.type('sleep 777\n')
      const second = await open(id)
      const watcher = listen(second)
      const processes = async (round: number) => {
        await watcher.type(`ps; echo round-$((${round}+0))\n`)
        await watcher.see(new RegExp(`\nround-${round}\r\n`))
        const from = watcher.shown().lastIndexOf(`round-$((${round}+0))`)
        return watcher.shown().slice(from).includes('sleep 777')
      }
      let round = 0
      const sleeps = () => processes(++round)
      await expect.poll(sleeps, { timeout: 20_000, interval: 100 }).toBe(true)
      shell.close()
      shell.close()
      expect(await shell.closed).toEqual({ exitCode: null })
      await expect.poll(sleeps, { timeout: 20_000, interval: 100 }).toBe(false)
      second.close()
    })

    it('end with their server', async () => {
      const id = await running()
      const shell = await open(id)
      listen(shell)
      await world().driver.stopInstance(id, { force: true }, soon())
      expect(await shell.closed).toMatchObject({ exitCode: expect.toSatisfy((code) => code !== 0) })
    })

    it('are refused in a stopped, missing or foreign server', async () => {
      const { driver } = world()
      const [stopped, planted, theirs] = [0, 1, 2].map(() => instanceSpec(world().image))
      if (!stopped || !planted || !theirs) throw new Error('three were made')
      const refused = (code: string) => ({ code, retryable: false })
      await driver.createInstance(stopped, soon())
      await expect(open(stopped.resourceId)).rejects.toMatchObject(refused('state_forbids'))
      await expect(open(instanceSpec('any').resourceId)).rejects.toMatchObject(refused('not_found'))
      await world().plantInstance(planted.resourceId)
      await expect(open(planted.resourceId)).rejects.toMatchObject(refused('conflict_not_ours'))
      await world().rival.createInstance(theirs, soon())
      await world().rival.startInstance(theirs.resourceId, soon())
      await expect(open(theirs.resourceId)).rejects.toMatchObject(refused('conflict_not_ours'))
    })
  })
}
