/** How long after the last input a page's polling still counts as use of the session. */
const activeMs = 60_000
const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const

/** Opening the page counts as input. */
let lastInputAt = typeof performance === 'undefined' ? 0 : performance.now()

if (typeof window !== 'undefined') {
  for (const sign of signs)
    window.addEventListener(sign, () => (lastInputAt = performance.now()), { passive: true, capture: true })
}

/** Whether a person used this page within the last `withinMs`, a minute by default. */
export const isPageInUse = (withinMs = activeMs) => performance.now() - lastInputAt < withinMs
