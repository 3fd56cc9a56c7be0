import { type Theme, themes } from './themes'

const event = 'andromede-theme'

/** Shows the page in this look from now on, and tells those who listen. */
export function showTheme(theme: Theme): void {
  document.documentElement.classList.remove(...themes)
  document.documentElement.classList.add(theme)
  window.dispatchEvent(new CustomEvent(event, { detail: theme }))
}

/** Calls `listener` when another look is chosen anywhere on the page; returns the function that ends it. */
export function onTheme(listener: (theme: Theme) => void): () => void {
  const hear = ({ detail }: Event & { detail?: Theme }) => detail && listener(detail)
  window.addEventListener(event, hear)
  return () => window.removeEventListener(event, hear)
}
