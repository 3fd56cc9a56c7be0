/** Marks server-rendered parts that are not hydrated yet. */
export const lateAttribute = 'data-late'

/** Dispatched by a part of the page, and by the page itself, once hydrated. */
export const liveEvent = 'andromede-live'

/**
 * Runs before everything else on a page. Presses before hydration would be lost, and a form submitted then would
 * post to an address that accepts no posts: they are queued and replayed in order after hydration. A form with its
 * own address needs no code. React never sees queued events: a part that hydrates during a press would handle it
 * twice.
 */
export const earlyPressScript = `(() => {
  let kept = []
  const isLate = (element) => element.closest('[${lateAttribute}]') !== null
  const keep = (event, pressed, isOnce, act) => {
    event.preventDefault()
    event.stopImmediatePropagation()
    pressed.setAttribute('aria-busy', 'true')
    if (!isOnce || !kept.some((each) => each.pressed === pressed)) kept.push({ pressed, act })
  }
  addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target.closest('button, [type=radio], [type=checkbox]') : null
    if (!pressed || pressed.type === 'submit' || !isLate(pressed)) return
    keep(event, pressed, pressed.localName === 'button', () => pressed.click())
  }, true)
  addEventListener('submit', (event) => {
    const { target: form, submitter } = event
    if (form.hasAttribute('action') || !isLate(form)) return
    keep(event, submitter ?? form, true, () => form.requestSubmit(submitter))
  }, true)
  addEventListener('${liveEvent}', () => {
    const ready = kept.filter(({ pressed }) => !isLate(pressed))
    kept = kept.filter(({ pressed }) => isLate(pressed))
    for (const { pressed, act } of ready) {
      pressed.removeAttribute('aria-busy')
      if (pressed.isConnected) act()
    }
  })
})()`
