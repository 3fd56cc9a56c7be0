'use client'
import { FitAddon } from '@xterm/addon-fit'
import { Terminal as Xterm } from '@xterm/xterm'
import { useEffect, useRef } from 'react'
import '@xterm/xterm/css/xterm.css'
import type { Id } from '~/lib/kernel/ids'
import { connectConsole } from './connect-console'
import type { ConsoleState } from './console-state'
import { documentWithNonce, onThemeChange, terminalTheme, withNonce } from './terminal-theme'

type Props = {
  organisationId: string
  instanceId: Id<'instance'>
  label: string
  tooMuchText: string
  isForScreenReader: boolean
  tell(state: ConsoleState): void
  /** The person leaves the terminal by keyboard. */
  leave(): void
}

/** One console from opening to end; its output stays visible after the end. */
export default function Terminal(props: Props) {
  const place = useRef<HTMLDivElement>(null)
  const terminal = useRef<Xterm>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })
  const { organisationId, instanceId, label, tooMuchText, isForScreenReader } = props

  useEffect(() => {
    if (!place.current) return
    Xterm.strings.promptLabel = label
    Xterm.strings.tooMuchOutput = tooMuchText
    const family = getComputedStyle(place.current).fontFamily
    const xterm = new Xterm({
      documentOverride: documentWithNonce(),
      theme: terminalTheme(),
      fontFamily: family,
      fontSize: 14,
      cursorBlink: false,
      minimumContrastRatio: 4.5,
      scrollback: 5_000,
      screenReaderMode: latest.current.isForScreenReader,
    })
    const fit = new FitAddon()
    xterm.loadAddon(fit)
    const parent = place.current
    withNonce(() => xterm.open(parent))
    fit.fit()
    xterm.attachCustomKeyEventHandler((event) => {
      if (event.key !== 'F6') return true
      if (event.type === 'keydown') latest.current.leave()
      return false
    })
    const link = connectConsole({
      organisationId,
      instanceId,
      size: { columns: xterm.cols, rows: xterm.rows },
      show: (bytes, drawn) => xterm.write(bytes, drawn),
      tell(state) {
        latest.current.tell(state)
        if (state.phase === 'open') xterm.focus()
        // Ignore input: there is no connection.
        xterm.options.disableStdin = state.phase !== 'open'
      },
    })
    const encoder = new TextEncoder()
    xterm.onData((text) => link.type(encoder.encode(text)))
    xterm.onBinary((text) => link.type(Uint8Array.from(text, (character) => character.charCodeAt(0))))
    xterm.onResize(({ cols: columns, rows }) => link.resize({ columns, rows }))
    const sizes = new ResizeObserver(() => fit.fit())
    sizes.observe(place.current)
    const unwatch = onThemeChange(() => {
      xterm.options.theme = terminalTheme()
    })
    terminal.current = xterm
    return () => {
      link.close()
      sizes.disconnect()
      unwatch()
      xterm.dispose()
      terminal.current = null
    }
  }, [organisationId, instanceId, label, tooMuchText])

  useEffect(() => {
    if (terminal.current) terminal.current.options.screenReaderMode = isForScreenReader
  }, [isForScreenReader])

  return <div ref={place} className="size-full overflow-hidden font-mono" />
}
