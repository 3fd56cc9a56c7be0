import { beforeEach, describe, expect, test } from 'vitest'
import type { LiveChange } from '~/lib/live/client'
import { followStream, type TabMessage, type Wiring } from './follow-stream'

type Source = Parameters<Wiring['openSource']>[0] & { isClosed: boolean }

/** A browser with its tabs, its lock and its time; `random` is one half. */
function makeBrowser() {
  let now = 0
  let timers: { at: number; then: () => void }[] = []
  const receivers = new Set<(message: TabMessage) => void>()
  const queue: (() => void)[] = []
  let isHeld = false
  const sources: Source[] = []

  const grant = () => {
    if (!isHeld) queue.shift()?.()
  }
  const wiring: Wiring = {
    lock(signal, held) {
      const take = () => {
        if (signal.aborted) return grant()
        isHeld = true
        void held().then(() => {
          isHeld = false
          grant()
        })
      }
      queue.push(take)
      grant()
    },
    openChannel(receive) {
      receivers.add(receive)
      return {
        post: (message) => {
          for (const each of [...receivers]) if (each !== receive) each(message)
        },
        close: () => receivers.delete(receive),
      }
    },
    openSource(hear) {
      const source = { ...hear, isClosed: false }
      sources.push(source)
      return {
        close: () => {
          source.isClosed = true
        },
      }
    },
    wait(ms, then) {
      const timer = { at: now + ms, then }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    random: () => 0.5,
  }
  return {
    sources,
    pass(ms: number) {
      const end = now + ms
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((each) => each !== next)
        now = next.at
        next.then()
      }
      now = end
    },
    openTab() {
      const looks: string[][] = []
      const streaming: boolean[] = []
      const stop = followStream(wiring, {
        onTopics: (topics) => looks.push([...topics]),
        onStreaming: (is) => streaming.push(is),
      })
      return { looks, streaming, stop }
    },
  }
}

let browser: ReturnType<typeof makeBrowser>
beforeEach(() => {
  browser = makeBrowser()
})
const last = () => {
  const source = browser.sources.at(-1)
  if (!source) throw new Error('no connection was opened')
  return source
}
const orders: LiveChange = { topics: ['orders'], spreadMs: 250 }
const everything = ['resources', 'orders', 'incidents', 'billing', 'inbox', 'operations']
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('one tab', () => {
  test('looks at everything once it is connected, and then at what changed', () => {
    const tab = browser.openTab()
    expect([tab.streaming, tab.looks]).toEqual([[], []])
    last().open()
    browser.pass(0)
    last().change(orders)
    browser.pass(124)
    expect(tab.looks).toEqual([everything])
    browser.pass(1)
    expect([tab.streaming, tab.looks]).toEqual([[true], [everything, ['orders']]])
  })

  test('events before its moment are looked at together', () => {
    const tab = browser.openTab()
    last().open()
    browser.pass(0)
    for (const topics of [['orders'], ['resources'], ['orders']] as LiveChange['topics'][])
      last().change({ topics, spreadMs: 250 })
    browser.pass(1_000)
    expect(tab.looks.slice(1)).toEqual([['orders', 'resources']])
  })

  test('an event for everyone does not delay the next of its own', () => {
    const tab = browser.openTab()
    last().open()
    browser.pass(0)
    last().change({ topics: ['incidents'], spreadMs: 5_000 })
    last().change(orders)
    browser.pass(125)
    expect(tab.looks.slice(1)).toEqual([['orders']])
    browser.pass(2_375)
    expect(tab.looks.slice(2)).toEqual([['incidents']])
  })

  test('a short interruption is no reason to poll, and is caught up on', () => {
    const tab = browser.openTab()
    last().open()
    browser.pass(0)
    last().fail()
    expect(last().isClosed).toBe(true)
    browser.pass(2_500)
    expect(browser.sources).toHaveLength(2)
    last().open()
    browser.pass(60_000)
    expect([tab.streaming, tab.looks]).toEqual([[true], [everything, everything]])
  })

  test('a long one is, and each attempt waits longer than the one before', () => {
    const tab = browser.openTab()
    last().open()
    const attempts: number[] = []
    for (let second = 0; second < 200; second += 1) {
      if (!last().isClosed) {
        attempts.push(second)
        last().fail()
      }
      browser.pass(1_000)
    }
    expect(tab.streaming).toEqual([true, false])
    const pauses = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0))
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(30)
    expect(attempts.length).toBeLessThanOrEqual(10)
  })

  test('a hidden tab holds no connection', () => {
    const tab = browser.openTab()
    last().open()
    tab.stop()
    expect([last().isClosed, tab.streaming]).toEqual([true, [true, false]])
    browser.pass(300_000)
    expect([browser.sources.length, tab.looks]).toEqual([1, []])
  })
})

describe('several tabs', () => {
  test('share one connection, and all hear each event', () => {
    const [first, second] = [browser.openTab(), browser.openTab()]
    last().open()
    browser.pass(0)
    last().change(orders)
    browser.pass(125)
    expect(browser.sources).toHaveLength(1)
    expect(first.looks).toEqual([everything, ['orders']])
    expect(second.looks).toEqual([everything, ['orders']])
  })

  test('one that opens later learns that there is a stream', () => {
    browser.openTab()
    last().open()
    const later = browser.openTab()
    expect(later.streaming).toEqual([true])
    browser.pass(0)
    expect(later.looks).toEqual([everything])
  })

  test('when the one with the connection closes, another takes over and looks for what it missed', async () => {
    const [first, second, third] = [browser.openTab(), browser.openTab(), browser.openTab()]
    last().open()
    browser.pass(0)
    first.stop()
    await settled()
    expect(browser.sources.map(({ isClosed }) => isClosed)).toEqual([true, false])
    last().open()
    browser.pass(5_000)
    for (const tab of [second, third])
      expect([tab.streaming, tab.looks]).toEqual([[true], [everything, everything]])
  })

  test('one that was closed while it waited for the connection never gets it', async () => {
    const [first, second, third] = [browser.openTab(), browser.openTab(), browser.openTab()]
    second.stop()
    first.stop()
    await settled()
    last().open()
    expect([second.streaming, third.streaming]).toEqual([[], [true]])
  })
})
