import type { ITheme } from '@xterm/xterm'

/** The terminal's colours: those of the page's current theme. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    background: colour('surface'),
    foreground: colour('ink'),
    cursor: colour('amber-strong'),
    cursorAccent: colour('surface'),
    selectionBackground: colour('line-strong'),
    black: colour('ink'),
    brightBlack: colour('ink-3'),
    red: colour('bad'),
    brightRed: colour('bad'),
    green: colour('ok'),
    brightGreen: colour('ok'),
    yellow: colour('warn'),
    brightYellow: colour('amber-ink'),
    blue: colour('brand'),
    brightBlue: colour('info'),
    magenta: colour('s5'),
    brightMagenta: colour('s5'),
    cyan: colour('info'),
    brightCyan: colour('info'),
    white: colour('ink-2'),
    brightWhite: colour('ink'),
  }
}

/** Calls back when the page's theme changes, by its switch or by the system; returns an unsubscribe function. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['class'] })
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', changed)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', changed)
  }
}

/**
 * Creates an element that works under the page's content security policy: a style element gets the nonce, and a
 * span's style attribute is set through properties, which no policy restricts. The terminal writes its colours in
 * both ways.
 */
function createElement(name: string): HTMLElement {
  const element = Document.prototype.createElement.call(document, name)
  if (element instanceof HTMLStyleElement)
    element.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
  if (element instanceof HTMLSpanElement) {
    element.setAttribute = (attribute: string, value: string) => {
      if (attribute === 'style') element.style.cssText = value
      else Element.prototype.setAttribute.call(element, attribute, value)
    }
  }
  return element
}

/** The document in which the terminal creates its elements. */
export function documentWithNonce(): Document {
  return new Proxy(document, {
    get(target, key) {
      if (key === 'createElement') return createElement
      const value: unknown = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/**
 * Patches the page's document during `run`: one part of the terminal uses it instead of the document that it was
 * given.
 */
export function withNonce(run: () => void): void {
  document.createElement = createElement as Document['createElement']
  try {
    run()
  } finally {
    Reflect.deleteProperty(document, 'createElement')
  }
}
