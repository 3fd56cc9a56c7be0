/** How long after the last touch of a page its own questions still count as use of the session. */
const activeMs = 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const

/** Opening the page is a touch of it. */
let lastInputAt = typeof performance === 'undefined' ? 0 : performance.now()

if (typeof window !== 'undefined') {
  for (const sign of signs)
    window.addEventListener(sign, () => (lastInputAt = performance.now()), { passive: true, capture: true })
}

/** Whether a person touched this page within the last `withinMs`, a minute unless said otherwise. */
export const isPageInUse = (withinMs = activeMs) => performance.now() - lastInputAt < withinMs
