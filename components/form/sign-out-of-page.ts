import { forgetDrafts } from './forget-drafts'

/** Dispatched on `window` when the person signs out: what runs in this page stops asking the server. */
export const signOutEvent = 'andromede-sign-out'

/** Forgets the input kept in this tab, and ends the updates of this page. */
export function signOutOfPage(): void {
  forgetDrafts()
  window.dispatchEvent(new Event(signOutEvent))
}
