/** Stands on what the server has drawn and nobody listens to yet. */
export const lateAttribute = 'data-late'

/** Told by a part of the page, and by the page itself, once it listens. */
export const liveEvent = 'andromede-live'

/**
 * Runs before everything else on a page. What is pressed before it listens would be lost, and a form sent then would leave for an
 * address that takes none: it is kept, and done in its order once it can be. A form with an address of its own goes there without
 * any code. React never hears of what is kept: a part that began to listen in the midst of a press would act on it twice.
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
